/// A part of the video with one visual.
///
/// On the frame grid: the scene is alone from `start + transition` to `start + frames`, fades in over the
/// `transition` frames after `start` (unless it is the first) and fades out over those after its end.
public struct Scene: Codable, Equatable, Sendable {
    public let index: Int
    /// The frame at which this scene begins to appear.
    public let start: Int
    /// Frames from its start to the start of the next scene, or to the end of the video.
    public let frames: Int
    /// What is spoken meanwhile.
    public let text: String
    /// The phrase to search a picture by.
    public let term: String
    /// Whether the subject of the video is written on it.
    public let isTitle: Bool
    public let seed: UInt64
}
