/// Why the Hub did not give what was wanted, or why it could not be kept.
package enum HubError: Error, Equatable {
    /// The environment says that nothing may be asked of the Hub.
    case offline(wanted: String)
    /// Nothing of that name is on the Hub, or it is somebody's own.
    case noRepository(String, isLoggedIn: Bool)
    /// The repository has no such branch, tag or commit.
    case noRevision(String, revision: String)
    /// The repository has no such file.
    case noFile(String, file: String)
    /// The repository wants to know who asks.
    case notLoggedIn(String, page: String)
    /// The repository's licence was not accepted yet.
    case licenceNotAccepted(String, page: String)
    /// The licence is accepted, but the token may not read such repositories.
    case tokenLacksRight(String)
    /// The authors have not answered the request for access yet.
    case awaitingApproval(String, page: String)
    /// The authors have refused access.
    case accessRefused(String, page: String)
    /// The repository was shut by the Hub.
    case isDisabled(String)
    /// The Hub does not know the token, which is kept at that place.
    case badToken(place: String)
    /// The token, which a login in a browser gave, is no longer valid.
    case tokenExpired(place: String)
    /// The Hub refuses for another reason.
    case forbidden(host: String, reason: String)
    /// Too much was asked in a short time; in so many seconds more may be asked.
    case tooManyRequests(host: String, seconds: Int?)
    /// The Hub fails.
    case serverFails(host: String, status: Int, reason: String)
    /// What answers is no Hub.
    case notAHub(host: String, missing: String)
    /// A file's path would lead out of the cache.
    case unsafePath(String, in: String)
    /// A link in the cache leads out of it.
    case leadsOut(path: String, to: String)
    /// A file's length is not what it should be.
    case wrongLength(file: String, expected: Int, found: Int)
    /// A file's contents are not what they should be.
    case wrongContents(file: String, expected: String, found: String)
    /// There is less room than the download needs.
    case noSpace(folder: String, needed: Int, free: Int)
    /// The disk became full.
    case diskFull(path: String)
    /// A file or folder of the cache cannot be written.
    case cannotWrite(path: String, code: Int32)
    /// A file of the cache cannot be read.
    case cannotRead(path: String, code: Int32)
    /// The repository is no diffusers pipeline.
    case notAPipeline(String)
    /// A part of the pipeline has no weights that can be loaded.
    case noWeights(String, component: String, hasPickles: Bool)
    /// Nothing of the model is on the disk.
    case notCached(String)
    /// Another process is downloading the model that is to be removed.
    case isBeingDownloaded(String)
    /// What was typed is no token.
    case notAToken
}
