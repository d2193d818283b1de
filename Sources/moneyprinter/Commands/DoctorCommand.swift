import ArgumentParser
import EventStore

/// Says what is installed, what is missing, and what each gap costs.
struct DoctorCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor", abstract: "Look for every external part and say what each gap costs.",
        discussion: "Ends with 1 where something that the default video needs is missing.")

    @OptionGroup var options: ConfigurationOptions

    @Flag(help: "One JSON object.")
    var json = false

    func run() async throws {
        let report = DoctorReport(parts: await Doctor(configuration: try options.load()).examine())
        print(json ? report.json.prettyText : report.text)
        if !report.isHealthy { throw ExitCode(1) }
    }
}
