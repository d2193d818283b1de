/// What plays in a bar: pieces begin thin, fill up, breathe in the middle and end thin.
struct MusicForm: Equatable {
    enum Section: Equatable {
        /// Chords and arpeggio only.
        case intro
        /// With bass and light drums.
        case verse
        /// With everything.
        case chorus
        /// Chords and bass, no drums: a breath.
        case bridge
        /// The last chord, held.
        case ending
    }

    let bars: Int

    /// The part a bar belongs to; the last bar is always the ending.
    func section(of bar: Int) -> Section {
        if bar >= bars - 1 { return .ending }
        if bars < 6 { return bar == 0 ? .intro : .verse }
        if bar < (bars > 12 ? 4 : 2) { return .intro }
        if bar >= bars - 3 { return .bridge }
        // Eight bars of verse and eight of chorus in turn; the last two of every other chorus thin out.
        let place = (bar - (bars > 12 ? 4 : 2)) % 16
        return place < 8 ? .verse : place < 14 || bars < 40 ? .chorus : .bridge
    }
}
