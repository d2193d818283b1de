/// The character of a piece of background music.
public enum MusicMood: String, Codable, Sendable, CaseIterable {
    case calm, uplifting, serious, playful

    /// Beats a minute.
    var tempo: ClosedRange<Double> {
        switch self {
        case .calm: 72...84
        case .uplifting: 98...114
        case .serious: 80...92
        case .playful: 108...124
        }
    }

    /// Four chords each, as steps of the scale (0 is the tonic).
    var progressions: [[Int]] {
        switch self {
        case .calm: [[0, 5, 3, 4], [3, 0, 4, 5], [0, 2, 3, 0], [0, 4, 3, 3]]
        case .uplifting: [[0, 4, 5, 3], [5, 3, 0, 4], [3, 4, 5, 0], [0, 3, 5, 4]]
        case .serious: [[0, 5, 2, 6], [0, 3, 5, 4], [0, 6, 5, 6], [5, 6, 0, 0]]
        case .playful: [[0, 3, 0, 4], [0, 5, 1, 4], [3, 0, 3, 4], [0, 2, 3, 4]]
        }
    }

    /// Semitones of the seven steps above the tonic.
    var scale: [Int] { self == .serious ? [0, 2, 3, 5, 7, 8, 10] : [0, 2, 4, 5, 7, 9, 11] }

    /// General MIDI programs that may carry each voice.
    var pads: [UInt8] { self == .playful ? [4, 11, 89] : [48, 88, 89, 91] }
    var arpeggios: [UInt8] {
        switch self {
        case .calm: [0, 4, 24, 46]
        case .uplifting: [0, 4, 25]
        case .serious: [0, 46, 11]
        case .playful: [12, 13, 45, 24]
        }
    }
    var basses: [UInt8] { self == .playful ? [32, 33] : [32, 33, 35] }
    var leads: [UInt8] { self == .playful ? [73, 71, 11] : [73, 11, 40, 0] }

    /// How loud the drums are, from 0 to 1.
    var drums: Double {
        switch self {
        case .calm: 0.35
        case .uplifting: 0.85
        case .serious: 0.5
        case .playful: 0.75
        }
    }
}
