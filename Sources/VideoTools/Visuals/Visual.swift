/// What is seen in a scene, subtitles apart.
public enum Visual: Codable, Equatable, Sendable {
    /// The subject in large letters over the glyph of an icon.
    case title(text: String, icon: String)
    /// The glyph of an icon over moving colours.
    case card(icon: String)
    /// A still picture, slowly zoomed; `print` tells whether the file is still the same.
    case image(path: String, print: String)
    /// A film, repeated when it is too short.
    case clip(path: String, print: String)

    /// `generated` or `local`: where the picture comes from, to be said honestly.
    public var source: String {
        switch self {
        case .title, .card: "generated"
        case .image, .clip: "local"
        }
    }
}
