/// Collects the drawings of one scene, each above the one before, in the scene's own time.
struct AssSketch {
    /// Centiseconds.
    let duration: Int
    private(set) var events: [AssEvent] = []

    static let shapeStyle = AssStyle(name: "Shape", font: "Lato", size: 40)
    static let glyphStyle = AssStyle(name: "Glyph", font: "Material Design Icons", size: 100)

    init(duration: Int) { self.duration = duration }

    /// A filled outline; `tags` are override tags that were made by this service.
    ///
    /// - Parameter end: centiseconds; what has faded out costs time for as long as it is there.
    mutating func shape(_ outline: String, until end: Int? = nil, _ tags: String) {
        add(style: Self.shapeStyle.name, until: end, "{\\an5\(tags)\\p1}\(outline)")
    }

    mutating func glyph(_ character: String, _ tags: String) {
        add(style: Self.glyphStyle.name, "{\\an5\(tags)}\(character)")
    }

    /// Text of a user in a style of the document's.
    mutating func text(_ text: String, style: String, from start: Int = 0, _ tags: String) {
        add(style: style, from: start, "{\(tags)}\(AssText.escape(text))")
    }

    private mutating func add(style: String, from start: Int = 0, until end: Int? = nil, _ text: String) {
        events.append(
            AssEvent(layer: events.count, start: start, end: min(end ?? duration, duration), style: style, text: text))
    }
}
