import Foundation

/// The nouns of WordNet 3.0, read where they lie on disk.
///
/// A value of a few mapped files: opening takes no time, a look-up is a binary search, and it may be used
/// from any thread.
public struct WordNet: Sendable {
    /// Where Debian's `wordnet-base` puts it.
    public static let defaultFolder = "/usr/share/wordnet"

    private let index: SortedLines
    private let data: SortedLines
    private let counts: SortedLines
    private let exceptions: SortedLines
    private let otherIndexes: [SortedLines]

    /// - Parameter folder: the folder that holds `index.noun`, `data.noun` and so on.
    /// - Throws: `missingPart` when the files are not there.
    public init(folder: String = WordNet.defaultFolder) throws(StageError) {
        do {
            index = try SortedLines(path: "\(folder)/index.noun")
            data = try SortedLines(path: "\(folder)/data.noun")
            counts = try SortedLines(path: "\(folder)/cntlist.rev")
            exceptions = try SortedLines(path: "\(folder)/noun.exc")
            otherIndexes = try ["verb", "adj", "adv"].map { try SortedLines(path: "\(folder)/index.\($0)") }
        } catch {
            throw StageError(
                .missingPart, "WordNet is not installed in \(folder)", hint: "apt-get install wordnet-base")
        }
    }

    /// The meanings of a noun in the order of WordNet, most frequent first; empty for no noun.
    ///
    /// - Parameter lemma: lower case, words parted by spaces.
    func senses(of lemma: String) -> [Synset] { offsets(of: lemma).compactMap(synset) }

    func synset(at offset: Int) -> Synset? { data.line(at: offset).flatMap(Synset.init) }

    func isNoun(_ lemma: String) -> Bool { !offsets(of: lemma).isEmpty }

    /// The dictionary form of a noun, singular where it is a plural; nil when WordNet has no such noun.
    func lemma(of phrase: String) -> String? {
        let text = phrase.lowercased()
        return candidates(text).first(where: isNoun)
    }

    /// How often a lemma was met as a noun, and as anything else, in the tagged texts of WordNet.
    func uses(of lemma: String) -> (noun: Int, other: Int) {
        let key = lemma.lowercased().replacing(" ", with: "_")
        return counts.lines(startingWith: key + "%", limit: 200).reduce(into: (0, 0)) { sums, line in
            let fields = line.split(separator: " ")
            guard fields.count == 3, let count = Int(fields[2]) else { return }
            if fields[0].dropFirst(key.utf8.count).hasPrefix("%1") { sums.0 += count } else { sums.1 += count }
        }
    }

    /// Whether a word is a noun first: met as one most often, or known as nothing else.
    func isMostlyNoun(_ lemma: String) -> Bool {
        guard isNoun(lemma) else { return false }
        let uses = uses(of: lemma)
        if uses.noun + uses.other > 0 { return uses.noun >= uses.other }
        let key = lemma.lowercased().replacing(" ", with: "_") + " "
        return !otherIndexes.contains { $0.line(startingWith: key) != nil }
    }

    /// Whether a word may stand before a noun as an adjective.
    func isAdjective(_ word: String) -> Bool { otherIndexes[1].line(startingWith: word.lowercased() + " ") != nil }

    private func offsets(of lemma: String) -> [Int] {
        let key = lemma.lowercased().replacing(" ", with: "_")
        guard !key.isEmpty, let line = index.line(startingWith: key + " ") else { return [] }
        let fields = line.split(separator: " ")
        guard fields.count > 2, let count = Int(fields[2]) else { return [] }
        return fields.suffix(count).compactMap { Int($0) }
    }

    private func candidates(_ text: String) -> [String] {
        var candidates = [text]
        if let line = exceptions.line(startingWith: text.replacing(" ", with: "_") + " ") {
            candidates += line.split(separator: " ").dropFirst().map { String($0).replacing("_", with: " ") }
        }
        for (ending, singular) in Self.plurals where text.hasSuffix(ending) && text.count > ending.count + 1 {
            candidates.append(text.dropLast(ending.count) + singular)
        }
        if text.contains("-") { candidates.append(text.replacing("-", with: " ")) }
        if text.contains(" ") { candidates.append(text.replacing(" ", with: "-")) }
        return candidates
    }

    private static let plurals = [
        ("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z"), ("ches", "ch"), ("shes", "sh"), ("men", "man"),
        ("ies", "y"),
    ]
}
