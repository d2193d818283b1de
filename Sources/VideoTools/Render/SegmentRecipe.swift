/// One encode: everything that decides what comes out, so that its key names the result.
public struct SegmentRecipe: Codable, Equatable, Sendable {
    public let segment: Segment
    /// One layer for a body, two for a transition.
    let layers: [SceneLayer]
    /// The xfade transition between the two layers.
    let change: String?
    /// Subtitles and progress bar, in the time of the whole video.
    let captions: AssDocument
    let preset: RenderPreset
    let size: PixelSize
    let threads: Int

    /// Equal keys, equal files.
    public var key: String {
        get throws(StageError) { try StepKey.make("segment", version: 1, inputs: self) }
    }
}
