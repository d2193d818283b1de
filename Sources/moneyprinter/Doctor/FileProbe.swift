import Foundation

/// Files that must be there and can be read.
struct FileProbe: Sendable {
    let name: String
    let need: Part.Need
    let paths: [String]
    let cost: String
    let package: String

    func examine() -> Part {
        let lacking = paths.filter { !FileManager.default.isReadableFile(atPath: $0) }
        return Part(
            name: name, need: need, state: lacking.isEmpty ? .ok : .missing,
            detail: lacking.isEmpty ? paths[0] : "cannot read \(lacking.joined(separator: ", "))", cost: cost,
            install: "apt-get install -y --no-install-recommends \(package)")
    }

    static func all(_ configuration: Configuration) -> [FileProbe] {
        [
            FileProbe(
                name: "soundfont", need: .required, paths: [configuration.video.soundfont],
                cost: "no music: only bgm_type \"\" can be made", package: "timgm6mb-soundfont"),
            FileProbe(
                name: "WordNet", need: .required,
                paths: ["index.noun", "data.noun"].map { "\(configuration.script.wordnetFolder)/\($0)" },
                cost: "the service does not start: scripts and scene terms are found with it", package: "wordnet-base"),
        ]
    }
}
