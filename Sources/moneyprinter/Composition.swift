import EventStore
import Foundation
import MCPService
import Projections
import VideoTools

/// The table of contents: what the service is made of.
///
/// A tool or projection is added by one line here.
enum Composition {
    static let version = "0.1.0"

    static let identity = ServerIdentity(
        name: "moneyprinter", title: "moneyprinter", version: version,
        instructions: """
            Makes short videos. Start with create_video and a subject; it answers with a task_id. Ask \
            get_generation_status with wait_seconds until the status is 'complete'; result_urls then name the video. \
            The other tools do single steps of the same work.
            """)

    /// The read models that are kept up to date while the service runs.
    static let projections = DashboardRenderer.projections + Gate.projections

    /// What makes series of events: of this service, and of what others send.
    static var producers: [any SeriesProducer] { [ServiceSeries(), ReceivedSeries()] }

    static func tools(log: any EventLog, host: ProjectionHost, configuration: Configuration) -> ToolRegistry {
        let desk = TaskDesk(log: log, patience: Double(configuration.tasks.timeoutSeconds))
        return ToolRegistry([
            GenerateVideoScript(desk: desk),
            GenerateVideoTerms(desk: desk),
            CreateVideo(desk: desk, host: host),
            SynthesizeVoice(desk: desk),
            BatchVideoGeneration(desk: desk, host: host),
            AnalyzeVideoContent(desk: desk),
            GetGenerationStatus(host: host, log: log),
        ])
    }
}
