import Foundation

/// What each model of OpenAI's images API takes, as Tests/Fixtures/openai/schema.json says.
package struct RequestSchema {
    private let requests: [[String: Any]]

    /// The schema of the fixtures.
    package init() throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: Fixtures.path("openai/schema.json")))
        let json = try JSONSerialization.jsonObject(with: data) as? [String: Any]
        requests = json?["requests"] as? [[String: Any]] ?? []
    }

    /// What is wrong with a request in JSON; empty where nothing is.
    package func problems(_ operation: String, json: [UInt8]) -> [String] {
        guard let fields = try? JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
        else { return ["the body is no object of JSON"] }
        return problems(operation, fields, files: [])
    }

    /// What is wrong with a request as a form, whose plain values are texts.
    package func problems(_ operation: String, form: [ServedPart]) -> [String] {
        var fields: [String: Any] = [:]
        let files = form.filter { $0.fileName != nil }
        for part in form where part.fileName == nil {
            if fields[part.name] != nil { return ["`\(part.name)` stands twice"] }
            fields[part.name] = part.text
        }
        let properties = rule(operation, fields)?["properties"] as? [String: [String: Any]] ?? [:]
        for (name, value) in fields {
            guard let text = value as? String else { continue }
            switch properties[name]?["type"] as? String {
            case "integer": if let number = Int(text) { fields[name] = number }
            case "boolean": if ["true", "false"].contains(text) { fields[name] = text == "true" }
            default: break
            }
        }
        return problems(operation, fields, files: files)
    }

    private func rule(_ operation: String, _ fields: [String: Any]) -> [String: Any]? {
        requests.first { rule in
            let properties = rule["properties"] as? [String: [String: Any]]
            let models = properties?["model"]?["enum"] as? [String] ?? []
            return rule["operation"] as? String == operation
                && models.contains(fields["model"] as? String ?? "")
        }
    }

    private func problems(
        _ operation: String, _ fields: [String: Any], files: [ServedPart]
    ) -> [String] {
        guard let rule = rule(operation, fields) else {
            return ["no model `\(fields["model"] ?? "")` for \(operation)"]
        }
        let properties = rule["properties"] as? [String: [String: Any]] ?? [:]
        let required = rule["required"] as? [String] ?? []
        var problems = required.filter { fields[$0] == nil }.map { "`\($0)` is missing" }
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) {
            guard let property = properties[name] else {
                problems.append("unknown field `\(name)`")
                continue
            }
            problems += self.problems(value, property).map { "`\(name)` \($0)" }
        }
        let kinds = rule["files"] as? [String: [String: Any]] ?? [:]
        return problems + self.problems(files, kinds)
    }

    private func problems(_ value: Any, _ property: [String: Any]) -> [String] {
        switch property["type"] as? String {
        case "string":
            guard let text = value as? String else { return ["is no text"] }
            return textProblems(text, property)
        case "integer":
            guard let number = value as? NSNumber, !isBoolean(number),
                let whole = Int(exactly: number.doubleValue)
            else { return ["is no whole number"] }
            let least = property["minimum"] as? Int ?? .min
            let most = property["maximum"] as? Int ?? .max
            return least <= whole && whole <= most ? [] : ["is \(whole)"]
        case "boolean":
            return (value as? NSNumber).map(isBoolean) == true ? [] : ["is neither true nor false"]
        default: return ["has a type that the schema does not know"]
        }
    }

    private func isBoolean(_ number: NSNumber) -> Bool {
        ["c", "B"].contains(String(cString: number.objCType))
    }

    private func textProblems(_ text: String, _ property: [String: Any]) -> [String] {
        let count = text.unicodeScalars.count
        if count > property["maxLength"] as? Int ?? .max { return ["has \(count) characters"] }
        if count < property["minLength"] as? Int ?? 0 { return ["is too short"] }
        let words = property["enum"] as? [String]
        if words?.contains(text) == true { return [] }
        if let rule = property["size"] as? [String: Int] { return sizeProblems(text, rule) }
        return words == nil ? [] : ["is `\(text)`"]
    }

    private func sizeProblems(_ text: String, _ rule: [String: Int]) -> [String] {
        let sides = text.split(separator: "x", omittingEmptySubsequences: false).map {
            Int($0) ?? 0
        }
        guard sides.count == 2, let short = sides.min(), let long = sides.max(), short > 0 else {
            return ["is `\(text)`"]
        }
        let isRight =
            sides.allSatisfy { $0.isMultiple(of: rule["multiple"] ?? 1) }
            && long <= rule["edge"] ?? 0 && long <= short * (rule["ratio"] ?? 1)
            && (rule["least"] ?? 0)...(rule["most"] ?? 0) ~= short * long
        return isRight ? [] : ["is `\(text)`"]
    }

    private func problems(_ files: [ServedPart], _ kinds: [String: [String: Any]]) -> [String] {
        var problems: [String] = []
        for (name, kind) in kinds {
            // Of several files each has the name with brackets.
            let own = files.filter { $0.name == name || $0.name == name + "[]" }
            if own.isEmpty, kind["required"] as? Bool == true {
                problems.append("no file `\(name)`")
            }
            if own.count > kind["most"] as? Int ?? 0 { problems.append("too many files `\(name)`") }
            let types = kind["types"] as? [String] ?? []
            for file in own where !types.contains(file.mediaType ?? "") {
                problems.append("`\(name)` is a file of the type `\(file.mediaType ?? "-")`")
            }
        }
        for file in files where kinds[file.name.replacing("[]", with: "")] == nil {
            problems.append("unknown file `\(file.name)`")
        }
        return problems
    }
}
