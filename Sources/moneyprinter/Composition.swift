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
            get_generation_status with wait_seconds, or wait_for_task, until the status is 'complete'; result_urls then \
            name the video. Where something went wrong, search_events, get_trace, query_metrics and list_alerts show what \
            the service did; compare_calls, bisect, diff_state and replay_request tell why.
            """)

    /// The read models that are kept up to date while the service runs.
    static let projections =
        DashboardRenderer.projections
        + Gate.projections.filter { own in !DashboardRenderer.projections.contains { $0 == own } } + [Sessions.self]

    /// What makes series of events: of this service, and of what others send.
    static var producers: [any SeriesProducer] { [ServiceSeries(), ReceivedSeries()] }

    /// The tools that do the work, and so can be run again in a sandbox.
    ///
    /// - Parameters:
    ///   - quotas: whether there is room for a task; nil for always.
    ///   - makeID: names new tasks, by a prefix.
    static func workTools(
        log: any EventLog, host: ProjectionHost, configuration: Configuration, quotas: QuotaDesk? = nil,
        clock: any WallClock = SystemWallClock(),
        makeID: @escaping @Sendable (String) -> String = TaskDesk.randomID
    ) -> [any Tool] {
        let desk = TaskDesk(
            log: log, patience: Double(configuration.tasks.timeoutSeconds), quotas: quotas, makeID: makeID)
        return [
            GenerateVideoScript(desk: desk),
            GenerateVideoTerms(desk: desk),
            CreateVideo(desk: desk, host: host, clock: clock),
            SynthesizeVoice(desk: desk),
            BatchVideoGeneration(desk: desk, host: host, clock: clock),
            AnalyzeVideoContent(desk: desk),
            GetGenerationStatus(host: host, log: log, clock: clock),
        ]
    }

    /// - Parameter conformance: with what the official conformance suite calls; never otherwise.
    static func tools(
        sight: Sight, replay: ReplayFunctions, log: any EventLog, host: ProjectionHost, configuration: Configuration,
        conformance: Conformance?
    ) -> ToolRegistry {
        let desk = TaskDesk(log: log, patience: Double(configuration.tasks.timeoutSeconds))
        let tools: [any Tool] = [
            // Beside the published interface: the service's own sight, so that an agent can debug it.
            WaitForTask(host: host, log: log),
            CancelTask(desk: desk, host: host),
            RemoveTaskFiles(log: log, host: host, folder: sight.folder),
            SearchEvents(sight: sight),
            GetTrace(sight: sight),
            QueryMetrics(sight: sight),
            ListAlerts(sight: sight),
            ExplainAlert(sight: sight),
            BacktestAlertRule(sight: sight),
            SaveAlertRule(sight: sight),
            DeleteAlertRule(sight: sight),
            SilenceAlerts(sight: sight),
            ReplayRequest(functions: replay),
            DiffState(sight: sight),
            Bisect(sight: sight),
            CompareCalls(sight: sight),
        ]
        let quotas = QuotaDesk(log: log, host: host, openTasks: configuration.limits.queuedTasks)
        let work = workTools(log: log, host: host, configuration: configuration, quotas: quotas)
        return ToolRegistry(work + tools + (conformance?.tools ?? []))
    }

    static func resources(sight: Sight, conformance: Conformance?) -> ResourceRegistry {
        let kinds: [any ResourceKind] = [
            DashboardResource(sight: sight), TaskResource(sight: sight), VideoResource(sight: sight),
            ScriptResource(sight: sight), EventResource(sight: sight), TraceResource(sight: sight), ViewResource(),
        ]
        return ResourceRegistry(kinds + (conformance?.resources ?? []))
    }

    static func prompts(
        sight: Sight, voice: any VoiceSynthesizer, conformance: Conformance?
    ) -> PromptRegistry {
        let names: @Sendable () async -> [String] = {
            voices + ((try? await voice.catalogue())?.voices.map(\.fullName) ?? [])
        }
        let prompts: [any Prompt] = [
            WriteScriptPrompt(languages: languages), PlanSeriesPrompt(languages: languages, voices: names),
            DiagnoseTaskPrompt(sight: sight),
        ]
        return PromptRegistry(prompts + (conformance?.prompts ?? []))
    }

    /// Languages and published names of voices that completions offer: those that work on every machine.
    static let languages = ["de", "en", "es", "fr", "hi", "it", "ja", "ko", "pt", "ru", "zh"]
    static let voices = [
        "de-DE-KatjaNeural-Female", "en-GB-RyanNeural-Male", "en-US-GuyNeural-Male", "en-US-JennyNeural-Female",
        "es-ES-ElviraNeural-Female", "fr-FR-DeniseNeural-Female", "ja-JP-NanamiNeural-Female",
        "zh-CN-XiaoxiaoNeural-Female",
    ]
}
