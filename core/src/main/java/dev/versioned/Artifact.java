package dev.versioned;

import dev.versioned.fleet.ProcessReport;
import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.transfer.DownloadRequest;
import dev.versioned.maintenance.Retention;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.FileChange;
import dev.versioned.model.Label;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Version;
import dev.versioned.model.VersionComparison;
import dev.versioned.model.VersionInUseException;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionRef;
import dev.versioned.model.VersionState;
import dev.versioned.signing.Attestation;
import dev.versioned.signing.Signer;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

// Over 300 lines: a line or two of code per operation, the rest is Javadoc.
/**
 * An artifact: puts and publishes its content, resolves and reads its versions, and returns handles
 * to its aliases. An artifact need not be created; it exists once something is put or published.
 *
 * <p>Thread-safe and stateless: any number of handles, in any number of processes, may be used at
 * the same time. Every method that calls the store throws {@link
 * dev.versioned.model.BackendException} if the store refuses or fails; nothing visible has changed
 * then. Once the repository is closed, it throws {@link IllegalStateException}.
 */
public final class Artifact {
  private final ArtifactName name;
  private final Engine engine;

  Artifact(ArtifactName name, Engine engine) {
    this.name = name;
    this.engine = engine;
  }

  /**
   * Returns the artifact's name.
   *
   * @return the name
   */
  public ArtifactName name() {
    return name;
  }

  /**
   * Publishes content as a new version, unless the newest version has the same content.
   *
   * @param content the bytes
   * @return the version, and whether it is new
   * @throws dev.versioned.model.UnreadableContentException if the content cannot be read, or
   *     changes while it is read
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   */
  public PublishResult publish(Content content) {
    return publish(content, options -> {});
  }

  /**
   * Publishes content as a new version, unless the newest version has the same content.
   *
   * <p>The version becomes visible atomically, after its bytes are stored. Concurrent publishers of
   * different content get different numbers. Concurrent publishers of the same content get the same
   * version, as long as each takes less than {@link RepositorySettings#publishWait} from reserving
   * its number to committing its record: a publisher that waits longer for another one makes a
   * second version. Content is the same if its bytes, content type and metadata are the same; the
   * given description is then ignored, as in Lambda. If a publisher crashed between its reservation
   * and its commit, older content is published again, as a new version.
   *
   * @param content the bytes
   * @param options optional settings
   * @return the version, and whether it is new
   * @throws dev.versioned.model.UnreadableContentException if the content cannot be read, or
   *     changes while it is read
   * @throws dev.versioned.model.CorruptContentException if the content does not have the expected
   *     digest
   * @throws dev.versioned.model.IdempotencyKeyReusedException if the idempotency key was already
   *     used with other content
   * @throws dev.versioned.model.NotFoundException if the version that was published with the
   *     idempotency key was deleted since
   * @throws dev.versioned.model.AlreadyExistsException if the objects under the next numbers look
   *     like versions that the table has forgotten: one belongs to another publish, or several in a
   *     row belong to other writers
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   */
  public PublishResult publish(Content content, Consumer<PublishOptions> options) {
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(options, "options");
    return engine
        .open()
        .publisher()
        .publish(name, content.source(), PublishOptions.gather(options));
  }

  /**
   * Publishes {@code $LATEST}, as Lambda's PublishVersion does.
   *
   * @return the version, and whether it is new
   * @throws dev.versioned.model.NotFoundException if nothing has been put or published yet
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   */
  public PublishResult publish() {
    return publish(options -> {});
  }

  /**
   * Publishes {@code $LATEST}, as Lambda's PublishVersion does. The bytes are copied within the
   * store; metadata given here is added to the metadata of the put. A retry with the same
   * idempotency key returns the same version, even if {@code $LATEST} has changed.
   *
   * @param options optional settings
   * @return the version, and whether it is new
   * @throws dev.versioned.model.NotFoundException if nothing has been put or published yet
   * @throws dev.versioned.model.CorruptContentException if {@code $LATEST} does not have the
   *     expected digest
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   */
  public PublishResult publish(Consumer<PublishOptions> options) {
    Objects.requireNonNull(options, "options");
    return engine.open().publisher().publishLatest(name, PublishOptions.gather(options));
  }

  /**
   * Puts content as {@code $LATEST}, the working copy.
   *
   * @param content the bytes
   * @return the unpublished version
   * @throws dev.versioned.model.UnreadableContentException if the content cannot be read, or
   *     changes while it is read
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   */
  public Version put(Content content) {
    return put(content, options -> {});
  }

  /**
   * Puts content as {@code $LATEST}, the working copy. Of several concurrent puts the last to
   * finish wins. A put may be repeated without an idempotency key.
   *
   * @param content the bytes
   * @param options optional settings
   * @return the unpublished version
   * @throws dev.versioned.model.UnreadableContentException if the content cannot be read, or
   *     changes while it is read
   * @throws dev.versioned.model.CorruptContentException if the content does not have the expected
   *     digest
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   */
  public Version put(Content content, Consumer<PutOptions> options) {
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(options, "options");
    return engine.open().latestWriter().put(name, content.source(), PutOptions.gather(options));
  }

  /**
   * Resolves a qualifier to a version, as of now. An alias resolves to its primary version, as in
   * Lambda's GetFunction; {@link AliasHandle#watch()} routes traffic by the weights. Resolving an
   * alias or a version number takes one read, {@code $LATEST} two concurrent reads.
   *
   * @param qualifier a version number, {@code $LATEST} or an alias
   * @return the version
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted
   */
  public Version resolve(Qualifier qualifier) {
    Objects.requireNonNull(qualifier, "qualifier");
    return engine.open().resolver().resolve(name, qualifier);
  }

  /**
   * Resolves a qualifier to a version, as of now; see {@link #resolve(Qualifier)}.
   *
   * @param qualifier a version number, {@code $LATEST} or an alias, as text
   * @return the version
   * @throws IllegalArgumentException if the text is not a qualifier
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted
   */
  public Version resolve(String qualifier) {
    Objects.requireNonNull(qualifier, "qualifier");
    return resolve(Qualifier.parse(qualifier));
  }

  /**
   * Resolves a qualifier to a version, if it exists; see {@link #resolve(Qualifier)}.
   *
   * @param qualifier a version number, {@code $LATEST} or an alias
   * @return the version, or empty
   */
  public Optional<Version> find(Qualifier qualifier) {
    Objects.requireNonNull(qualifier, "qualifier");
    return engine.open().resolver().find(name, qualifier);
  }

  /**
   * Lists the versions that can be used, newest first. The stream fetches a page at a time, as it
   * is read.
   *
   * @return the active versions
   */
  public Stream<Version> versions() {
    return versions(VersionState.ACTIVE);
  }

  /**
   * Lists the versions in a state, newest first. The stream fetches a page at a time, as it is
   * read.
   *
   * @param state which versions to list
   * @return the versions in that state
   */
  public Stream<Version> versions(VersionState state) {
    Objects.requireNonNull(state, "state");
    return engine.open().listing().versions(name, state, null);
  }

  /**
   * Lists the versions below a number that can be used, newest first. With {@code limit} on the
   * stream, this returns the next page of a user interface, for example.
   *
   * @param before the last number of the previous page
   * @return the active versions with lower numbers
   */
  public Stream<Version> versionsBefore(VersionNumber before) {
    Objects.requireNonNull(before, "before");
    return engine.open().listing().versions(name, VersionState.ACTIVE, before);
  }

  /**
   * Lists the versions that have a label and can be used, newest first. Reads the labels of all
   * versions that were ever labelled, a page at a time, and the records of those that match.
   *
   * @param label the name, with exactly this value; an empty value is a plain name
   * @return the active versions with this label
   */
  public Stream<Version> labelled(Label label) {
    Objects.requireNonNull(label, "label");
    return engine.open().listing().labelled(name, label);
  }

  /**
   * Lists the labels of the versions that were ever labelled, newest version first, deleted ones
   * included. The stream fetches a page at a time, as it is read.
   *
   * @return the labels
   */
  public Stream<VersionLabels> labels() {
    return engine.open().listing().labels(name);
  }

  /**
   * Reads the labels of a version. No rule of the library depends on labels, and they are not
   * signed.
   *
   * @param version a version of this artifact, or its number
   * @return the labels; of revision 0, and without any, if it was never labelled
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted
   * @throws IllegalArgumentException if it is {@code $LATEST}, or a version of another artifact
   */
  public VersionLabels labels(VersionRef version) {
    Objects.requireNonNull(version, "version");
    // Only a check: the version itself is resolved.
    Objects.requireNonNull(numberOf("read the labels of", version), "number");
    return engine.open().labeler().find(whole(version));
  }

  /**
   * Changes the labels of a version: names, with or without values, that say what is known of it
   * after it was published, such as {@code qa=passed}. Its record stays as it is. Concurrent
   * changes are all applied, unless {@link LabelOptions#ifRevision} is set. A change that changes
   * nothing writes nothing, so that a call may be repeated.
   *
   * @param version a version of this artifact, or its number
   * @param change what to add and to remove
   * @return the labels after the change
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted
   * @throws dev.versioned.model.RevisionConflictException if the labels do not have the expected
   *     revision
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   * @throws IllegalArgumentException if it would have more than {@link VersionLabels#MOST}, it is
   *     {@code $LATEST}, or a version of another artifact or repository
   */
  public VersionLabels label(VersionRef version, Consumer<LabelOptions> change) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(change, "change");
    VersionNumber number = numberOf("label", version);
    if (version instanceof Version passed) {
      checked(passed);
    }
    return engine.open().labeler().change(name, number, version, LabelOptions.gather(change));
  }

  private static VersionNumber numberOf(String verb, VersionRef version) {
    if (version.id() instanceof VersionNumber number) {
      return number;
    }
    throw new IllegalArgumentException(
        "Cannot " + verb + " " + version + ": only numbered versions have labels");
  }

  /**
   * Resolves a qualifier to a version, if it exists; see {@link #resolve(Qualifier)}.
   *
   * @param qualifier a version number, {@code $LATEST} or an alias, as text
   * @return the version, or empty
   * @throws IllegalArgumentException if the text is not a qualifier
   */
  public Optional<Version> find(String qualifier) {
    Objects.requireNonNull(qualifier, "qualifier");
    return find(Qualifier.parse(qualifier));
  }

  /**
   * Opens the bytes of a version. They are verified as they are read: if they do not have the
   * recorded size and digest, the stream ends with {@link
   * dev.versioned.model.CorruptContentException}. An alias is resolved first: {@code
   * artifact.open(artifact.resolve("LIVE"))}.
   *
   * @param version a version that this artifact or a routing returned, or its number, which is
   *     resolved first
   * @return the bytes; the caller closes the stream
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted, or
   *     was deleted or replaced since it was resolved
   * @throws dev.versioned.model.CorruptContentException if the bytes are missing from the store
   */
  public InputStream open(VersionRef version) {
    return engine.open().bytes().open(whole(version));
  }

  /**
   * Reads the bytes of a version into memory, verified.
   *
   * @param version as in {@link #open}
   * @return the bytes
   * @throws dev.versioned.model.NotFoundException as {@link #open} does
   * @throws dev.versioned.model.CorruptContentException if the bytes do not have the recorded size
   *     and digest
   */
  public byte[] readBytes(VersionRef version) {
    return engine.open().bytes().readBytes(whole(version));
  }

  /**
   * Downloads the bytes of a version to a file; see {@link #download(VersionRef, Path, Consumer)}.
   *
   * @param version as in {@link #open}
   * @param file the file, in an existing directory
   * @return the version that was downloaded
   */
  public Version download(VersionRef version, Path file) {
    return download(version, file, options -> {});
  }

  /**
   * Downloads the bytes of a version to a file. They are written to a part file in the file's
   * directory and verified; then the complete file appears atomically. It replaces an existing
   * file, or a symbolic link itself, without keeping the permissions. Large versions are fetched in
   * several concurrent ranges, all of the same write in the store. An interrupted range is resumed,
   * until no byte of it has arrived for the contention timeout, or the bytes arrive more slowly
   * than {@link RepositorySettings#leastBytesPerSecond}. If the store fails permanently, the thread
   * is interrupted or the process dies, the part file of a large version stays, under a name that
   * starts with a dot and ends with {@code .part}, and the next download of the same bytes into
   * that directory by the same user continues it, if no other user could have written it. The part
   * file of a small version that a killed process left is taken over or removed by the next
   * download.
   *
   * @param version as in {@link #open}
   * @param file the file, in an existing directory
   * @param options optional settings: a progress listener, and whether a file may be replaced
   * @return the version that was downloaded
   * @throws dev.versioned.model.NotFoundException as {@link #open} does
   * @throws dev.versioned.model.CorruptContentException if the bytes do not have the recorded size
   *     and digest; no file is created
   * @throws IllegalArgumentException if the file is a directory, a device or a pipe, or its
   *     directory does not exist
   * @throws java.io.UncheckedIOException if the file cannot be written; no file is created
   * @throws dev.versioned.model.BackendException if the store refuses or fails, or the thread is
   *     interrupted
   */
  public Version download(VersionRef version, Path file, Consumer<DownloadOptions> options) {
    Objects.requireNonNull(file, "file");
    DownloadRequest request = DownloadOptions.gather(options);
    Version found = whole(version);
    engine.open().downloader().download(found, file, request);
    return found;
  }

  /**
   * Downloads and unpacks the archive of a directory; see {@link #downloadDirectory(VersionRef,
   * Path, Consumer)}.
   *
   * @param version as in {@link #open}
   * @param directory the directory to create, in an existing one
   * @return the version that was unpacked
   */
  public Version downloadDirectory(VersionRef version, Path directory) {
    return downloadDirectory(version, directory, options -> {});
  }

  /**
   * Downloads and unpacks the archive of a directory ({@link Content#directory}), or a zip archive,
   * whose links and permissions are not restored. It is unpacked next to the directory, which then
   * appears whole, atomically, with its bytes on the disk. If the process is killed, a hidden
   * folder stays, which the next such call in the same place removes.
   *
   * <p>No entry leaves the directory, whoever made the archive: names with {@code ..}, absolute
   * ones and those that mean something else on this machine are refused, as are links out of it,
   * entries below links and several of one name. Entries and bytes are bounded: {@link
   * DownloadOptions#unpackAtMost}.
   *
   * @param version as in {@link #open}
   * @param directory the directory to create, in an existing one; it may exist if it is empty
   * @param options optional settings: a progress listener, and how much to unpack
   * @return the version that was unpacked
   * @throws dev.versioned.model.UnsafeArchiveException if the archive is damaged, or contains what
   *     is not allowed; no directory is created
   * @throws dev.versioned.model.ContentTooLargeException if the archive is larger than what is
   *     allowed of it; nothing is downloaded
   * @throws IllegalArgumentException if the directory's parent does not exist
   * @throws java.io.UncheckedIOException if the directory exists and is not empty, or cannot be
   *     written; no directory is created
   * @throws RuntimeException as {@link #download(VersionRef, Path, Consumer)} does
   */
  public Version downloadDirectory(
      VersionRef version, Path directory, Consumer<DownloadOptions> options) {
    Objects.requireNonNull(directory, "directory");
    DownloadRequest request = DownloadOptions.gather(options);
    Version found = whole(version);
    engine.open().directoryDownloader().download(found, directory, request);
    return found;
  }

  /**
   * Returns a URL with which anyone can read the bytes of a version until it expires, without
   * credentials of their own. Whoever has the URL can read this one object, and nothing else; it
   * cannot be revoked, except by revoking the credentials that signed it, and it expires with them
   * if they are temporary. The bytes are offered as a file to be saved, with their content type and
   * {@link Version#localFileName}. A reader must compare {@link Version#digest} itself.
   *
   * <p>Makes no request if a version is passed; so the object may be missing.
   *
   * @param version as in {@link #open}
   * @param validFor how long, 1 second to 7 days, which S3 allows; fractions of a second are cut
   * @return the URL
   * @throws dev.versioned.model.UntrustedVersionException if it is not signed as the repository's
   *     policy demands
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted
   * @throws dev.versioned.model.BackendException if the store makes no URLs, as in memory
   * @throws IllegalArgumentException if the time is shorter or longer
   */
  public URI presign(VersionRef version, Duration validFor) {
    Objects.requireNonNull(validFor, "validFor");
    return engine.open().sharedUrls().presign(whole(version), validFor);
  }

  /**
   * Compares two versions: their records, their labels, and the keys that signed them. The bytes
   * are compared by their digests, not read. Takes two reads more for each, of labels and
   * signatures.
   *
   * @param from the one version, as in {@link #open}
   * @param to the other version
   * @return all properties of both, and how they differ
   * @throws dev.versioned.model.NotFoundException if a version does not exist or is deleted
   */
  public VersionComparison compare(VersionRef from, VersionRef to) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    Version one = whole(from);
    return engine.open().comparer().compare(one, whole(to));
  }

  /**
   * Compares the files of two versions; see {@link #compareFiles(VersionRef, VersionRef,
   * Consumer)}.
   *
   * @param from the one version, as in {@link #open}
   * @param to the other version
   * @return what differs
   */
  public List<FileChange> compareFiles(VersionRef from, VersionRef to) {
    return compareFiles(from, to, options -> {});
  }

  /**
   * Compares the files of two versions: the entries of an archive of a directory ({@link
   * Content#directory}) or of a zip archive such as a jar; other content is one file, named as
   * {@code to}, else as the artifact. Both are downloaded to a temporary folder and verified,
   * unless their digests are equal; nothing is unpacked. Files are compared by their bytes and
   * whether their owner may run them, links by what they contain. Dates do not count.
   *
   * @param from the one version, as in {@link #open}
   * @param to the other version
   * @param options optional settings: a progress listener, and how much to read
   * @return what differs, in the order of the paths
   * @throws dev.versioned.model.UnsafeArchiveException if an archive is damaged or exceeds the
   *     limits, or is a tar archive that {@link Content#directory} did not make
   * @throws dev.versioned.model.ContentTooLargeException if an archive is larger than what is
   *     allowed of it
   * @throws java.io.UncheckedIOException if the temporary folder cannot be written
   * @throws RuntimeException as {@link #download(VersionRef, Path, Consumer)} does
   */
  public List<FileChange> compareFiles(
      VersionRef from, VersionRef to, Consumer<DownloadOptions> options) {
    Objects.requireNonNull(from, "from");
    Objects.requireNonNull(to, "to");
    DownloadRequest request = DownloadOptions.gather(options);
    Version one = whole(from);
    return engine.open().fileComparer().compare(one, whole(to), request);
  }

  /**
   * Checks a version against the repository's trust policy ({@link
   * RepositorySettings#withTrustPolicy}), as resolving, opening and downloading it do. Without a
   * policy every version is trusted. The bytes are not read.
   *
   * @param version as in {@link #open}
   * @return the version
   * @throws dev.versioned.model.UntrustedVersionException if it is not signed as the policy demands
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted
   */
  public Version requireTrusted(VersionRef version) {
    Version found = whole(version);
    engine.open().trust().check("trust", found);
    return found;
  }

  /**
   * Adds the signature of a key to a version that exists: for example of a new key before the old
   * one is dropped, or for versions that were published before there was a key. A key signs a
   * version once; doing it again does nothing. What is signed is the digest and the record, as they
   * are stored now: compare them with what you expect before you sign.
   *
   * @param version a version of this artifact, or its number
   * @param signer the key
   * @return the version that was signed
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted
   * @throws dev.versioned.model.UntrustedVersionException if the key has signed it before with
   *     another record than it has now
   * @throws IllegalArgumentException if a version was passed that is not the stored one, or the
   *     working copy
   */
  public Version sign(VersionRef version, Signer signer) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(signer, "signer");
    if (version instanceof Version passed) {
      checked(passed);
    }
    return engine.open().signatures().add(name, version, signer);
  }

  /**
   * Returns the signatures of a version as a DSSE envelope over an in-toto statement, in JSON:
   * {@code cosign verify-blob-attestation --type https://versioned.dev/version/v1} verifies it
   * together with the bytes. The statement's subject is the digest; its predicate is the version's
   * record without what a copy in another account changes.
   *
   * @param version as in {@link #open}
   * @return the envelope, with up to 100 signatures; none of them is verified here
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted, or
   *     has no signature
   * @throws IllegalArgumentException if it is the working copy
   */
  public String attestation(VersionRef version) {
    return engine.open().signatures().attestation(whole(version));
  }

  /**
   * Attaches an attestation of another tool to a version: a DSSE envelope over an in-toto
   * statement, such as SLSA provenance of a builder, an SBOM or a test result. It is stored as it
   * is given, next to the signatures, and permanently. Attaching an envelope again changes nothing.
   * Its signatures are not verified: {@link Attestation#isSignedBy} does so, and a trust policy may
   * {@linkplain dev.versioned.signing.TrustPolicy#withAttestation demand} attestations.
   *
   * <p>A version may have 32 attestations of up to {@link Attestation#MOST_BYTES} each, which are
   * read first; callers that attach at the same time may exceed that number by theirs.
   *
   * @param version a version of this artifact, or its number
   * @param envelope the envelope in JSON; white space around it is dropped
   * @return the attestation, as it was attached first
   * @throws dev.versioned.model.AttestationRefusedException if it is not a DSSE envelope over an
   *     in-toto statement of which a subject has the SHA-256 digest of the version; or it is too
   *     large, the version has too many, or its predicate type is the one that {@link #sign} makes
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted
   * @throws IllegalArgumentException if a version was passed that is not the stored one, or the
   *     working copy
   */
  public Attestation attach(VersionRef version, String envelope) {
    Objects.requireNonNull(version, "version");
    Objects.requireNonNull(envelope, "envelope");
    if (version instanceof Version passed) {
      checked(passed);
    }
    return engine.open().attestations().attach(name, version, envelope);
  }

  /**
   * Lists the attestations that are attached to a version and are about its digest; none of them is
   * verified. Those of one predicate type follow each other in the order of their {@linkplain
   * Attestation#digest() digests}; the order of the types has no meaning, and is always the same.
   * The stream fetches a page at a time, as it is read. The version's own signatures are not among
   * them: see {@link #attestation}.
   *
   * @param version as in {@link #open}
   * @return the attestations; none of the working copy
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted
   */
  public Stream<Attestation> attestations(VersionRef version) {
    Version found = whole(version);
    return found.isPublished() ? engine.open().attestations().list(found) : Stream.empty();
  }

  /**
   * Lists the attestations of one predicate type, as {@link #attestations(VersionRef)} does; no
   * others are read.
   *
   * @param version as in {@link #open}
   * @param predicateType the predicate type, such as {@code https://slsa.dev/provenance/v1}
   * @return the attestations of exactly this type
   * @throws dev.versioned.model.NotFoundException if the version does not exist or is deleted
   */
  public Stream<Attestation> attestations(VersionRef version, String predicateType) {
    Objects.requireNonNull(predicateType, "predicateType");
    Version found = whole(version);
    return found.isPublished()
        ? engine.open().attestations().list(found, predicateType)
        : Stream.empty();
  }

  private Version whole(VersionRef version) {
    Objects.requireNonNull(version, "version");
    return version instanceof Version passed ? checked(passed) : resolve(version.id());
  }

  private Version checked(Version version) {
    if (!version.artifact().equals(name)) {
      throw new IllegalArgumentException(
          "Cannot use " + version + " as a version of artifact " + name);
    }
    return version;
  }

  /**
   * Deletes a version, unless an alias points to it. Its number is never reused. The bytes stay for
   * the collector's undelete window, so that {@link #restore} can restore the version. Deleting a
   * version that is already deleted or never existed succeeds, as in Lambda.
   *
   * @param version the version
   * @throws dev.versioned.model.VersionInUseException if an alias points to it, however the two
   *     calls race
   * @throws IllegalArgumentException if it is {@code $LATEST}, or a version of another artifact or
   *     repository
   */
  public void delete(VersionRef version) {
    VersionNumber number = numbered("delete", version);
    if (version instanceof Version passed) {
      engine.open().deleter().delete(checked(passed));
    } else {
      engine.open().deleter().delete(name, number);
    }
  }

  /**
   * Deletes a version as {@link #delete} does, unless a process reports that it serves the version,
   * or is about to: see {@link WatchOptions#report()}. Reads the reports of all aliases first; a
   * process may come to serve the version afterwards, only if an alias points to it. A process that
   * does not report, or is not of a large fleet's sample, is not seen.
   *
   * @param version the version
   * @throws dev.versioned.model.VersionInUseException if an alias points to it, or a process serves
   *     it
   * @throws IllegalArgumentException if it is {@code $LATEST}, or a version of another artifact or
   *     repository
   */
  public void deleteUnlessServed(VersionRef version) {
    VersionNumber number = numbered("delete", version);
    for (Alias alias : (Iterable<Alias>) aliases()::iterator) {
      List<ProcessReport> serving = engine.open().fleets().read(alias).serving(number);
      // rule: served-version-is-not-deleted
      if (!serving.isEmpty()) {
        throw new VersionInUseException(
            "Cannot delete "
                + name
                + ":"
                + number
                + ": "
                + serving.size()
                + " processes that follow "
                + alias.name()
                + " report that they serve it, such as "
                + serving.get(0).name()
                + "; wait until they follow the alias or their reports expire",
            Set.of(alias.name()));
      }
    }
    delete(version);
  }

  /**
   * Restores a deleted version, unless its bytes have been removed. Restoring a version that is not
   * deleted succeeds.
   *
   * @param version the version
   * @return the version
   * @throws dev.versioned.model.NotFoundException if the version does not exist, or its bytes have
   *     been removed
   * @throws IllegalArgumentException if it is {@code $LATEST}, or a version of another artifact
   */
  public Version restore(VersionRef version) {
    VersionNumber number = numbered("restore", version);
    if (version instanceof Version passed) {
      checked(passed);
    }
    return engine.open().deleter().restore(name, number);
  }

  private static VersionNumber numbered(String verb, VersionRef version) {
    Objects.requireNonNull(version, "version");
    if (version.id() instanceof VersionNumber number) {
      return number;
    }
    throw new IllegalArgumentException(
        "Cannot " + verb + " " + version + ": only numbered versions can be " + verb + "d");
  }

  /**
   * Deletes the artifact: its working copy, and all its versions, as {@link #delete} does. It is no
   * longer listed. Publishing under its name creates it again, and continues its numbers.
   *
   * <p>This is not atomic: if an alias is created or content is published concurrently, the
   * versions that were already deleted stay deleted, and can be restored. Deleting an artifact that
   * never existed succeeds.
   *
   * @throws dev.versioned.model.VersionInUseException if the artifact has aliases; delete them
   *     first
   */
  public void deleteAll() {
    engine.open().deleter().delete(name);
  }

  /**
   * Returns a handle to an alias. The alias need not exist; no request is made.
   *
   * @param alias the alias's name
   * @return the handle
   * @throws IllegalArgumentException if it is not a valid alias name
   */
  public AliasHandle alias(String alias) {
    Objects.requireNonNull(alias, "alias");
    return alias(AliasName.parse(alias));
  }

  /**
   * Returns a handle to an alias. The alias need not exist; no request is made.
   *
   * @param alias the alias's name
   * @return the handle
   */
  public AliasHandle alias(AliasName alias) {
    Objects.requireNonNull(alias, "alias");
    return new AliasHandle(name, alias, engine);
  }

  /**
   * Lists the aliases, in ascending order of their names. The stream fetches a page at a time, as
   * it is read.
   *
   * @return the aliases as they are when their page is read
   */
  public Stream<Alias> aliases() {
    return engine.open().listing().aliases(name);
  }

  /**
   * Lists the aliases after a name, as {@link #aliases()} does.
   *
   * @param after the last name of the previous page; it need not exist
   * @return the aliases after it
   */
  public Stream<Alias> aliasesAfter(AliasName after) {
    Objects.requireNonNull(after, "after");
    return engine.open().listing().aliases(name, after);
  }

  /**
   * Lists the changes of all aliases since a time, the newest first, those of deleted aliases too.
   * The times are those of the processes that made the changes. Reads all aliases, and the ledgers
   * of those that have changed since then, when the stream is read; all changes are kept in memory.
   *
   * @param since the time
   * @return the rows of the ledgers
   */
  public Stream<LedgerEntry> changesSince(Instant since) {
    Objects.requireNonNull(since, "since");
    return engine.open().listing().changes(name, since);
  }

  /**
   * Returns a description of the deletion of the versions that a retention does not keep. Nothing
   * happens until it is run; {@code artifact.prune(Retention.newest(10)).plan()} is the dry run.
   *
   * @param retention which versions to keep, in addition to those in use
   * @return the prune, to be planned or run
   */
  public Prune prune(Retention retention) {
    Objects.requireNonNull(retention, "retention");
    return new Prune(() -> Stream.of(this), name.toString(), retention, engine.open());
  }

  /**
   * Returns a description of the garbage collection under this artifact's name. Nothing happens
   * until it is run.
   *
   * @return the collector, to be planned or run
   */
  public Gc gc() {
    return new Gc(engine.open()).only(name);
  }

  /**
   * Returns a description of the check of this artifact, deleted or not. Nothing happens until its
   * violations are read.
   *
   * @return the check
   */
  public Fsck fsck() {
    return new Fsck(engine.open()).only(name);
  }

  /** Returns the artifact's name. */
  @Override
  public String toString() {
    return name.toString();
  }
}
