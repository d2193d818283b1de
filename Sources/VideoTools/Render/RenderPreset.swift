/// How much work goes into the encoding.
public enum RenderPreset: String, Codable, CaseIterable, Sendable {
    /// Full size, x264 `veryfast` at crf 21: about 2 CPU seconds for a second of video.
    case standard
    /// Half the width and height, x264 `ultrafast`: for a quick look.
    case draft

    /// The name of the x264 preset.
    public var encoderPreset: String { self == .standard ? "veryfast" : "ultrafast" }

    /// The size of the encoded picture.
    public func size(of aspect: Aspect) -> PixelSize { self == .standard ? aspect.canvas : aspect.canvas.half }
}
