/// A thin line along the top that grows with the video.
struct ProgressBar: Sendable {
    let canvas: PixelSize
    let totalFrames: Int
    let colour: HexColour

    /// Two events over the whole video: the groove and, clipped to what has passed, the line in it.
    var events: [AssEvent] {
        let duration = 100 * totalFrames / RenderOptions.framesPerSecond + 100
        let milliseconds = 1000 * totalFrames / RenderOptions.framesPerSecond
        let (width, height) = (canvas.width, 10)
        let box = "m 0 0 l \(width) 0 l \(width) \(height) l 0 \(height)"
        let grow = "\\clip(0,0,0,\(height))\\t(0,\(milliseconds),\\clip(0,0,\(width),\(height)))"
        return [
            event(duration, 8, "{\\an7\\pos(0,0)\\1c&HFFFFFF&\\1a&HC8&\\p1}\(box)"),
            event(duration, 9, "{\\an7\\pos(0,0)\\1c\(colour.ass)\(grow)\\p1}\(box)"),
        ]
    }

    private func event(_ end: Int, _ layer: Int, _ text: String) -> AssEvent {
        AssEvent(layer: layer, start: 0, end: end, style: AssSketch.shapeStyle.name, text: text)
    }
}
