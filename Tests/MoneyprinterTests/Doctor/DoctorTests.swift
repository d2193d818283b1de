import EventStore
import Foundation
import Testing

@testable import moneyprinter

@Suite("The doctor")
struct DoctorTests {
    private func part(_ name: String, _ need: Part.Need, _ state: Part.State) -> Part {
        Part(
            name: name, need: need, state: state, cost: "cost of \(name)",
            install: "apt-get install -y --no-install-recommends \(name)-deb")
    }

    @Test("a missing part that the default video needs makes the report unhealthy, another one does not")
    func health() {
        #expect(DoctorReport(parts: [part("a", .required, .ok), part("b", .optional, .missing)]).isHealthy)
        #expect(!DoctorReport(parts: [part("a", .required, .missing)]).isHealthy)
        #expect(!DoctorReport(parts: [part("a", .required, .limited)]).isHealthy)
    }

    @Test("the text says what each gap costs, how to close it, and one command for all packages")
    func text() {
        let text = DoctorReport(parts: [part("b", .optional, .missing), part("a", .required, .missing)]).text
        #expect(text.contains("without it: cost of a"))
        #expect(text.contains("to get it:  apt-get install -y --no-install-recommends b-deb"))
        #expect(text.hasSuffix("apt-get install -y --no-install-recommends a-deb b-deb"))
    }

    @Test("the JSON names every part and offers no command for what is fine")
    func json() {
        let json = DoctorReport(parts: [part("a", .required, .ok)]).json
        #expect(json["healthy"] == true)
        #expect(json["parts"]?[0]?["name"] == "a")
        #expect(json["parts"]?[0]?["install"]?.isNull == true)
    }

    @Test("espeak-ng is needed only where the neural voice is missing")
    func eitherVoice() {
        let espeak = part("espeak-ng", .required, .missing)
        let without = Doctor.eitherVoice(espeak: [espeak], neural: part("neural voice", .optional, .missing))
        #expect(!DoctorReport(parts: without).isHealthy)
        let with = Doctor.eitherVoice(espeak: [espeak], neural: part("neural voice", .optional, .ok))
        #expect(DoctorReport(parts: with).isHealthy)
        #expect(with.map(\.name) == ["neural voice", "espeak-ng"])
    }

    @Test(
        "a version is the first word with a number and a dot",
        arguments: [
            ("ffmpeg version 5.1.9-0+deb12u1 Copyright", "5.1.9-0+deb12u1"), ("ffmpeg version n7.1 built", "7.1"),
            ("eSpeak NG text-to-speech: 1.51  Data at: /usr", "1.51"), ("Python 3.11.2", "3.11.2"),
        ])
    func version(text: String, version: String) {
        #expect(ProgramProbe.version(in: text) == version)
    }

    @Test("a program that is not there is missing, one that lacks a feature is limited")
    func probes() async {
        let missing = ProgramProbe(
            program: "no-such-program", versionArguments: [], need: .required, cost: "", package: "none")
        #expect(await missing.examine().state == .missing)
        let lacking = ProgramProbe(
            program: "sh", versionArguments: ["-c", "echo 1.2"],
            features: [.init(arguments: ["-c", "echo alpha beta"], names: ["beta", "gamma"])], need: .required,
            cost: "", package: "none")
        let part = await lacking.examine()
        #expect(part.state == .limited)
        #expect(part.version == "1.2")
        #expect(part.detail.hasSuffix("built without gamma"))
    }

    @Test("ffmpeg here has every encoder and filter that the pipeline uses")
    func ffmpeg() async {
        let parts = await ProgramProbe.all(Configuration()).filter { $0.program.hasPrefix("ff") }.examine()
        #expect(parts.map(\.state) == [.ok, .ok], "\(parts.map(\.detail))")
    }

    @Test("files that cannot be read are named")
    func files() {
        var configuration = Configuration()
        configuration.script.wordnetFolder = "/no/such/folder"
        let parts = FileProbe.all(configuration).map { $0.examine() }
        let words = parts.first { $0.name == "WordNet" }
        #expect(words?.state == .missing)
        #expect(words?.detail.contains("/no/such/folder/index.noun") == true)
    }

    @Test("an endpoint that nobody configured is missing and harms nothing; a dead one is limited")
    func endpoint() async {
        #expect(await EndpointProbe(llm: .init()).examine().state == .missing)
        let dead = await EndpointProbe(llm: .init(baseURL: "http://127.0.0.1:1/v1")).examine()
        #expect(dead.state == .limited)
        #expect(dead.need == .optional)
    }

    @Test("room is measured where the data folder will be")
    func space() throws {
        let free = try #require(StorageProbe.freeBytes(at: "no/such/folder/yet"))
        #expect(free > 0)
        let parts = StorageProbe(dataFolder: ".", minimumFreeBytes: .max).examine()
        #expect(parts.last?.state == .limited)
    }
}
