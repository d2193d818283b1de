import EventStore

/// A clock that began at a moment of the past, so that what depends on the time of day comes out as it did then.
struct ShiftedClock: WallClock {
    private let offset: Int64
    private let clock = SystemWallClock()

    init(startingAt moment: Timestamp) {
        offset = moment.nanoseconds - clock.now().nanoseconds
    }

    func now() -> Timestamp { Timestamp(nanoseconds: clock.now().nanoseconds + offset) }
}
