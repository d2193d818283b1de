/// The scenes of a video, on a grid of whole frames.
public struct ScenePlan: Codable, Equatable, Sendable {
    /// In order; never empty; the starts are the sums of the lengths before.
    public let scenes: [Scene]
    /// Frames of the whole video: the sum of the scenes' lengths.
    public let totalFrames: Int
    /// Frames of each transition; 0 for hard cuts.
    public let transitionFrames: Int

    /// Seconds.
    public var duration: Double { Double(totalFrames) / Double(RenderOptions.framesPerSecond) }

    /// The pieces that are encoded one by one: body, transition, body, … and their frames add up to the total.
    public var segments: [Segment] {
        scenes.flatMap { scene -> [Segment] in
            let lead = scene.index == 0 ? 0 : transitionFrames
            let body = Segment(
                kind: .body(scene: scene.index), start: scene.start + lead, frames: scene.frames - lead)
            guard transitionFrames > 0, scene.index + 1 < scenes.count else { return [body] }
            let change = Segment(
                kind: .transition(from: scene.index, to: scene.index + 1), start: scene.start + scene.frames,
                frames: transitionFrames)
            return [body, change]
        }
    }
}

/// A run of frames that is encoded at once.
public struct Segment: Codable, Equatable, Sendable {
    public enum Kind: Codable, Equatable, Sendable {
        /// One scene alone.
        case body(scene: Int)
        /// One scene turning into the next.
        case transition(from: Int, to: Int)
    }

    public let kind: Kind
    /// The first frame, counted from the start of the video.
    public let start: Int
    public let frames: Int

    /// The stem of its file, such as `body-003` or `change-003`; it sorts in order within its kind.
    public var name: String {
        switch kind {
        case .body(let scene): "body-\(Self.pad(scene))"
        case .transition(let from, _): "change-\(Self.pad(from))"
        }
    }

    private static func pad(_ index: Int) -> String {
        String(repeating: "0", count: max(0, 3 - String(index).count)) + String(index)
    }
}
