/// The answer to an analysis, in the shape of the tool's output.
public struct AnalysisReport: Codable, Equatable, Sendable {
    public struct Results: Codable, Equatable, Sendable {
        public let media: MediaFacts
        public let quality: QualityScore?
        public let content: ContentFindings?
        public let performance: PerformanceFindings?
    }

    /// The plain facts of the file.
    public struct MediaFacts: Codable, Equatable, Sendable {
        /// Seconds.
        public let duration: Double
        public let width: Int
        public let height: Int
        public let fps: Double
        public let codec: String
        public let audio: String?
    }

    public let results: Results
    /// Each quotes the number that led to it; empty where nothing missed its target.
    public let recommendations: [String]
    /// 0 to 10.
    public let qualityScore: Double

    private enum CodingKeys: String, CodingKey {
        case results = "analysis_results"
        case recommendations
        case qualityScore = "quality_score"
    }
}
