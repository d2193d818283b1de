import Foundation

extension Configuration {
    /// The file that is read when none is named and it is there.
    static let defaultFile = "config.toml"

    /// Reads the file, then lets the environment have the last word.
    ///
    /// Relative paths in the file are relative to the file's folder, those of the environment to the current one.
    ///
    /// - Parameter file: nil for `config.toml` in the current folder where there is one.
    /// - Throws: every fault found, with file, line, key, and what is allowed.
    static func load(file: String?, environment: [String: String]) throws(ConfigurationError) -> Configuration {
        let path = file ?? defaultFile
        guard file != nil || FileManager.default.fileExists(atPath: path) else {
            return try load(text: "", file: path, environment: environment)
        }
        do {
            let text = try String(contentsOfFile: path, encoding: .utf8)
            return try load(text: text, file: path, environment: environment)
        } catch let error as ConfigurationError {
            throw error
        } catch {
            let message = FileManager.default.fileExists(atPath: path) ? "cannot be read as UTF-8 text" : "is not there"
            throw ConfigurationError(file: path, faults: [.init(place: .file, key: nil, message: message)])
        }
    }

    /// As ``load(file:environment:)`` for a text that has been read.
    static func load(
        text: String, file: String, environment: [String: String]
    ) throws(ConfigurationError) -> Configuration {
        let root: [String: Written]
        do {
            root = try TOMLReader.read(text)
        } catch {
            throw ConfigurationError(
                file: file,
                faults: [.init(place: .line(error.line), key: nil, message: "is not TOML: \(error.message)")])
        }
        var loader = ConfigurationLoader(lines: SourceLines(text))
        loader.take(root)
        loader.configuration.resolvePaths(against: folder(of: file))
        loader.take(environment: environment)
        guard loader.faults.isEmpty else {
            throw ConfigurationError(file: file, faults: loader.faults.sorted { $0.order < $1.order })
        }
        return loader.configuration
    }

    /// Nil where the file lies in the current folder, so that paths stay as they were written.
    private static func folder(of file: String) -> String? {
        guard let slash = file.lastIndex(of: "/") else { return nil }
        return String(file[..<slash]) + "/"
    }

    private mutating func resolvePaths(against folder: String?) {
        guard let folder else { return }
        let untouched = Configuration()
        // A default is relative to where the service is started, whatever file it reads.
        if dataFolder != untouched.dataFolder { dataFolder = Self.resolve(dataFolder, folder) }
        if let own = dashboards.folder { dashboards.folder = Self.resolve(own, folder) }
        if let sandboxes = replay.folder { replay.folder = Self.resolve(sandboxes, folder) }
        if let file = alerting.file { alerting.file = Self.resolve(file, folder) }
        if let python = voice.python { voice.python = Self.resolve(python, folder) }
        if let archive = retention.archive { retention.archive = Self.resolve(archive, folder) }
        server.certificateFile = server.certificateFile.map { Self.resolve($0, folder) }
        server.keyFile = server.keyFile.map { Self.resolve($0, folder) }
        if let file = access.tokenSecretFile { access.tokenSecretFile = Self.resolve(file, folder) }
        for index in access.issuers.indices {
            access.issuers[index].keysFile = access.issuers[index].keysFile.map { Self.resolve($0, folder) }
        }
        if let materials = materials.folder { self.materials.folder = Self.resolve(materials, folder) }
        if script.wordnetFolder != untouched.script.wordnetFolder {
            script.wordnetFolder = Self.resolve(script.wordnetFolder, folder)
        }
        if video.soundfont != untouched.video.soundfont { video.soundfont = Self.resolve(video.soundfont, folder) }
    }

    private static func resolve(_ path: String, _ folder: String) -> String {
        path.hasPrefix("/") ? path : path.hasPrefix("~/") ? NSString(string: path).expandingTildeInPath : folder + path
    }
}

extension ConfigurationError.Fault {
    fileprivate var order: Int {
        switch place {
        case .file: 0
        case .line(let line): line
        case .variable: Int.max
        }
    }
}
