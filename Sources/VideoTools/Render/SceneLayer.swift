/// A run of frames of one scene, with all that is needed to draw them and nothing else.
struct SceneLayer: Codable, Equatable, Sendable {
    enum Source: Codable, Equatable, Sendable {
        /// Colours from a lavfi source, spots of light on it, and a drawing over it at full size.
        case drawn(gradient: String, backdrop: AssDocument, card: AssDocument)
        case image(path: String, print: String, zoom: ImageZoom)
        case clip(path: String, print: String)
    }

    let source: Source
    /// The first frame, counted from the start of the scene.
    let first: Int
    let frames: Int
    /// Frames the scene is to be seen in all, transitions included: how far its motion goes.
    let sceneFrames: Int
}

/// The slow camera move over a still picture.
struct ImageZoom: Codable, Equatable, Sendable {
    let inward: Bool
    /// Where the view starts and ends between the left (0) and right (1), or upper and lower edge.
    let from: Double
    let to: Double

    init(seed: UInt64) {
        var random = SeededRandom(seed: seed, part: 4)
        inward = random.next() % 2 == 0
        from = (random.real(0.2...0.8) * 100).rounded() / 100
        to = 1 - from
    }

    /// The zoompan filter for frames `first ..< first + frames` of `total`.
    func filter(first: Int, frames: Int, total: Int, size: PixelSize) -> String {
        let passed = "(on+\(first))/\(max(1, total))"
        let zoom = inward ? "1+0.14*\(passed)" : "1.14-0.14*\(passed)"
        let along = "(\(from)+(\(to - from))*\(passed))"
        return "zoompan=z='\(zoom)':x='(iw-iw/zoom)*\(along)':y='(ih-ih/zoom)*0.5':d=\(frames)"
            + ":s=\(size.width)x\(size.height):fps=\(RenderOptions.framesPerSecond)"
    }
}
