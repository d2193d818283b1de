/// Which part of an analysis is wanted.
public enum AnalysisType: String, Codable, CaseIterable, Sendable {
    /// Is the picture sharp, lit, moving and framed; is the sound loud enough.
    case quality
    /// What happens: shots, motion, colour, speech.
    case content
    /// How well the file suits players and networks.
    case performance
    case full

    func includes(_ part: AnalysisType) -> Bool { self == .full || self == part }
}
