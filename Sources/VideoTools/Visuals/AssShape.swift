/// Outlines for ASS drawings, in a box that starts at 0,0: libass centres a drawing by its positive extent.
enum AssShape {
    static func circle(_ radius: Double) -> String { roundedBox(2 * radius, 2 * radius, corner: radius) }

    /// A box with rounded corners.
    static func roundedBox(_ width: Double, _ height: Double, corner: Double) -> String {
        // A cubic whose handles are this share of the radius is a quarter of a circle to 0.03 %.
        let handle = corner * (1 - 0.5523)
        let (right, bottom) = (width - corner, height - corner)
        return [
            "m", n(corner), "0", "l", n(right), "0",
            "b", n(width - handle), "0", n(width), n(handle), n(width), n(corner),
            "l", n(width), n(bottom),
            "b", n(width), n(height - handle), n(width - handle), n(height), n(right), n(height),
            "l", n(corner), n(height),
            "b", n(handle), n(height), "0", n(height - handle), "0", n(bottom),
            "l", "0", n(corner), "b", "0", n(handle), n(handle), "0", n(corner), "0",
        ].joined(separator: " ")
    }

    private static func n(_ value: Double) -> String { AssText.number(value) }
}
