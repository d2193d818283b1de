/// Composes background music as a MIDI file: chords, arpeggio, bass, drums and a sparse melody.
///
/// A pure function: the same seed, length and mood give the same bytes on every machine.
public enum MusicComposer {
    /// A piece that ends with its last chord ringing out just before `seconds`.
    ///
    /// - Parameters:
    ///   - seconds: wanted length; the tempo is chosen so that whole bars fit.
    /// - Returns: a Standard MIDI File.
    public static func compose(seed: UInt64, seconds: Double, mood: MusicMood) -> [UInt8] {
        var score = MusicScore(seed: seed, seconds: seconds, mood: mood)
        return score.play()
    }

    /// A mood that fits any text about as well as another, chosen by the seed.
    public static func mood(seed: UInt64) -> MusicMood {
        var random = SeededRandom(seed: seed, part: 77)
        return random.pick(MusicMood.allCases)
    }
}
