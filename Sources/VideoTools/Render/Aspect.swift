/// The shape of the picture.
public enum Aspect: String, Codable, CaseIterable, Sendable {
    /// 1080 x 1920, for phones held upright.
    case portrait = "9:16"
    /// 1920 x 1080.
    case landscape = "16:9"
    /// 1080 x 1080.
    case square = "1:1"

    /// Width and height of the canvas in pixels: all positions and font sizes are given on it.
    public var canvas: PixelSize {
        switch self {
        case .portrait: PixelSize(width: 1080, height: 1920)
        case .landscape: PixelSize(width: 1920, height: 1080)
        case .square: PixelSize(width: 1080, height: 1080)
        }
    }
}

/// A size in whole pixels.
public struct PixelSize: Codable, Equatable, Sendable {
    public let width: Int
    public let height: Int

    public init(width: Int, height: Int) {
        self.width = width
        self.height = height
    }

    /// Half of this size, with even sides as 4:2:0 video needs them.
    public var half: PixelSize { PixelSize(width: width / 4 * 2, height: height / 4 * 2) }
}
