/// A voice that can speak here and now.
public struct Voice: Codable, Equatable, Sendable {
    /// The two synthesizers of the service.
    public enum Engine: String, Codable, Sendable, CaseIterable {
        /// The neural voice: English only, sounds best.
        case hibari
        /// espeak-ng: more than a hundred languages, sounds like a machine.
        case espeak
    }

    public let engine: Engine
    /// The engine's own name: `heart`, `de`, `en-us+f3`.
    public let name: String
    /// BCP 47 tag in lower case.
    public let language: String
    /// `female`, `male` or empty.
    public let gender: String

    public init(engine: Engine, name: String, language: String, gender: String = "") {
        self.engine = engine
        self.name = name
        self.language = language
        self.gender = gender
    }

    /// What a caller may give as `voice_name`.
    public var fullName: String { "\(engine.rawValue):\(name)" }
}
