import Foundation

/// The voices that can speak here, and the choice among them; a pure value.
public struct VoiceCatalogue: Codable, Equatable, Sendable {
    public let voices: [Voice]

    public init(voices: [Voice]) { self.voices = voices }

    /// A voice for a wanted name and language.
    ///
    /// A name is `engine:voice` (`hibari:heart`, `espeak:de`), a bare voice, a language tag, or one of the
    /// published cloud names (`zh-CN-XiaoxiaoNeural-Female`), of which language and gender are honoured.
    /// With an empty name the language decides.
    ///
    /// - Throws: `invalidInput` that lists what there is, `missingPart` when there is no voice at all.
    public func choose(name: String, language: String) throws(StageError) -> Voice {
        guard !voices.isEmpty else {
            throw StageError(.missingPart, "no voice is installed", hint: "install espeak-ng or the neural voice")
        }
        let wanted = name.trimmingCharacters(in: .whitespaces)
        if wanted.isEmpty {
            if let voice = best(language: language.isEmpty ? "en" : language, gender: "") { return voice }
            throw unknown("video_language is \(language.debugDescription), which no voice speaks")
        }
        if let voice = named(wanted) { return voice }
        if let published = Self.published(wanted),
            let voice = best(language: published.language, gender: published.gender)
        {
            return voice
        }
        throw unknown("voice_name is \(String(wanted.prefix(80)).debugDescription), which is no voice here")
    }

    private func named(_ name: String) -> Voice? {
        let key = name.lowercased().replacing("espeak-ng:", with: "espeak:")
        if let voice = voices.first(where: { $0.fullName == key || $0.name == key }) { return voice }
        return Self.isTag(name) ? best(language: name, gender: "") : nil
    }

    /// The neural voice where one speaks the language, else espeak-ng with the nearest variety.
    private func best(language: String, gender: String) -> Voice? {
        let tag = language.lowercased().replacing("_", with: "-")
        let primary = Self.primary(tag)
        let neural = voices.filter { $0.engine == .hibari && Self.primary($0.language) == primary }
        let ranked = neural.max { left, right in
            rank(left, tag: tag, gender: gender) < rank(right, tag: tag, gender: gender)
        }
        if let ranked { return ranked }
        let plain = voices.filter { $0.engine == .espeak }
        let candidates = [Self.aliases[tag], tag, Self.aliases[primary], primary].compactMap(\.self)
        let exact = candidates.lazy.compactMap { code in plain.first { $0.language == code } }.first
        guard let voice = exact ?? plain.first(where: { Self.primary($0.language) == primary }) else { return nil }
        let variant = gender == "female" ? "+f3" : ""
        return Voice(engine: .espeak, name: voice.name + variant, language: voice.language, gender: gender)
    }

    private func rank(_ voice: Voice, tag: String, gender: String) -> Int {
        // The bundled voice is the best tested: it wins where nothing else tells.
        (voice.gender == gender ? 4 : 0) + (voice.language == tag ? 2 : 0) + (voice.name == "heart" ? 1 : 0)
    }

    /// Language and gender of a cloud voice's name.
    private static func published(_ name: String) -> (language: String, gender: String)? {
        let parts = name.split(separator: "-").map(String.init)
        guard parts.count >= 3, isTag(parts[0] + "-" + parts[1]), parts[1].allSatisfy(\.isUppercase) else { return nil }
        let gender = parts.last.map { $0.lowercased() } ?? ""
        return ("\(parts[0])-\(parts[1])", ["female", "male"].contains(gender) ? gender : "")
    }

    private static func isTag(_ text: String) -> Bool {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let first = parts.first, (2...3).contains(first.count), parts.count <= 3 else { return false }
        return parts.allSatisfy { part in part.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } }
    }

    private static func primary(_ tag: String) -> String { tag.split(separator: "-").first.map(String.init) ?? tag }

    /// Where espeak-ng's code differs from the tag in use.
    private static let aliases = [
        "zh": "cmn", "zh-hk": "yue", "zh-mo": "yue", "en": "en-us", "no": "nb", "iw": "he", "in": "id",
        "es-mx": "es-419", "es-ar": "es-419", "es-co": "es-419", "en-gb": "en-gb-x-rp", "pt": "pt-br",
        "fil": "id", "jv": "id",
    ]

    private func unknown(_ fault: String) -> StageError {
        let neural = voices.filter { $0.engine == .hibari }.map(\.fullName)
        let spoken = voices.filter { $0.engine == .espeak }.map(\.language)
        let parts = [neural.isEmpty ? nil : neural.joined(separator: ", "), spoken.isEmpty ? nil : spokenList(spoken)]
        return StageError(.invalidInput, fault, hint: "there are: \(parts.compactMap(\.self).joined(separator: "; "))")
    }

    private func spokenList(_ languages: [String]) -> String {
        "a published name such as en-US-JennyNeural-Female, or espeak:LANGUAGE with one of \(languages.joined(separator: " "))"
    }
}
