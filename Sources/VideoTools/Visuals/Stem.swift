/// Words reduced to what two forms of them have in common, for comparing search phrases with names.
///
/// Crude on purpose: it need not give a word, only the same text for `Mountains`, `mountain` and `mountain's`.
enum Stem {
    /// The stems of all words of a text, in order; words of a name may be joined by `-`, `_` or a case change.
    static func words(_ text: String) -> [String] {
        split(text).map(of).filter { !$0.isEmpty }
    }

    /// The stem of one lower-case word.
    static func of(_ word: String) -> String {
        for (ending, replacement) in endings where word.hasSuffix(ending) {
            let rest = word.dropLast(ending.count)
            guard rest.count >= 3 else { continue }
            return (ending == "ing" || ending == "ed" ? undouble(String(rest)) : String(rest)) + replacement
        }
        return word
    }

    /// Longest first, so that `ies` is not taken for `s`.
    private static let endings: [(String, String)] = [
        ("iest", "y"), ("ness", ""), ("ies", "y"), ("ied", "y"), ("ing", ""), ("ches", "ch"), ("shes", "sh"),
        ("sses", "ss"), ("xes", "x"), ("ed", ""), ("'s", ""), ("ss", "ss"), ("us", "us"), ("s", ""), ("e", ""),
    ]

    /// `runn` (running without its ending) becomes `run`.
    private static func undouble(_ text: String) -> String {
        guard let last = text.last, text.dropLast().last == last, !"aeioulsz".contains(last) else { return text }
        return String(text.dropLast())
    }

    private static func split(_ text: String) -> [String] {
        var words: [String] = [""]
        var previous: Character = " "
        for character in text {
            let isPart = character.isLetter || character.isNumber
            if !isPart || (character.isUppercase && previous.isLowercase) { words.append("") }
            if isPart { words[words.count - 1] += character.lowercased() }
            previous = character
        }
        return words.filter { !$0.isEmpty }
    }
}
