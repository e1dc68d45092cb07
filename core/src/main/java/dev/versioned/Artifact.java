package dev.versioned;

import dev.versioned.internal.engine.Engine;
import dev.versioned.internal.transfer.DownloadRequest;
import dev.versioned.maintenance.Retention;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Qualifier;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionRef;
import dev.versioned.model.VersionState;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;

// Over 300 lines: a line or two of code per operation, the rest is Javadoc.
/**
 * An artifact: puts and publishes its content, resolves and reads its versions, and returns handles
 * to its aliases. An artifact need not be created; it exists once something is put or published.
 *
 * <p>Thread-safe and without state of its own: any number of handles, in any number of processes,
 * may be used at once. Every method that calls the store throws {@link
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
   * Publishes content as a new version, unless it is that of the newest one.
   *
   * @param content the bytes
   * @return the version, and whether it is new
   * @throws dev.versioned.model.UnreadableContentException if the content cannot be read, or
   *     changes meanwhile
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   */
  public PublishResult publish(Content content) {
    return publish(content, options -> {});
  }

  /**
   * Publishes content as a new version, unless it is that of the newest one.
   *
   * <p>The version becomes visible at once and whole, after its bytes are stored. Concurrent
   * publishers of different content get different numbers, those of the same content the same
   * version, while each takes less than {@link RepositorySettings#publishWait} from its number to
   * its record: a publisher that waits longer for another one makes a second version. Content is
   * the same if its bytes, content type and metadata are; then the description given is ignored, as
   * in Lambda. After a publisher died between its reservation and its commit, content older than
   * the dead publisher's is published again.
   *
   * @param content the bytes
   * @param options optional settings
   * @return the version, and whether it is new
   * @throws dev.versioned.model.UnreadableContentException if the content cannot be read, or
   *     changes meanwhile
   * @throws dev.versioned.model.CorruptContentException if the content is not of the digest
   *     expected
   * @throws dev.versioned.model.IdempotencyKeyReusedException if the idempotency key was used with
   *     other content
   * @throws dev.versioned.model.NotFoundException if the version that the idempotency key stands
   *     for was deleted since
   * @throws dev.versioned.model.AlreadyExistsException if the objects under the next numbers look
   *     like versions that the table has forgotten: one is of another publish, or several in a row
   *     are of other writers
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
   * @throws dev.versioned.model.NotFoundException if nothing was put or published yet
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   */
  public PublishResult publish() {
    return publish(options -> {});
  }

  /**
   * Publishes {@code $LATEST}, as Lambda's PublishVersion does. The bytes are copied within the
   * store; metadata given here is added to what was given with the put. A retry with the same
   * idempotency key gives the same version, whatever {@code $LATEST} is by then.
   *
   * @param options optional settings
   * @return the version, and whether it is new
   * @throws dev.versioned.model.NotFoundException if nothing was put or published yet
   * @throws dev.versioned.model.CorruptContentException if {@code $LATEST} is not of the digest
   *     expected
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
   *     changes meanwhile
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   */
  public Version put(Content content) {
    return put(content, options -> {});
  }

  /**
   * Puts content as {@code $LATEST}, the working copy. Of several puts at once the last to finish
   * stays. A put may be repeated without an idempotency key.
   *
   * @param content the bytes
   * @param options optional settings
   * @return the unpublished version
   * @throws dev.versioned.model.UnreadableContentException if the content cannot be read, or
   *     changes meanwhile
   * @throws dev.versioned.model.CorruptContentException if the content is not of the digest
   *     expected
   * @throws dev.versioned.model.UnknownOutcomeException if no reply came to the deciding write
   */
  public Version put(Content content, Consumer<PutOptions> options) {
    Objects.requireNonNull(content, "content");
    Objects.requireNonNull(options, "options");
    return engine.open().latestWriter().put(name, content.source(), PutOptions.gather(options));
  }

  /**
   * Resolves a qualifier to a version, as of now. An alias gives its primary version, as Lambda's
   * GetFunction does; {@link AliasHandle#watch()} routes traffic by the weights. An alias is
   * resolved with one read, a version number too, {@code $LATEST} with two at the same time.
   *
   * @param qualifier a version number, {@code $LATEST} or an alias
   * @return the version
   * @throws dev.versioned.model.NotFoundException if there is no such version, or it is deleted
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
   * @throws IllegalArgumentException if the text is no qualifier
   * @throws dev.versioned.model.NotFoundException if there is no such version, or it is deleted
   */
  public Version resolve(String qualifier) {
    Objects.requireNonNull(qualifier, "qualifier");
    return resolve(Qualifier.parse(qualifier));
  }

  /**
   * Resolves a qualifier to a version, if it exists; see {@link #resolve(Qualifier)}.
   *
   * @param qualifier a version number, {@code $LATEST} or an alias
   * @return the version, or nothing
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
   * Lists the versions below a number that can be used, newest first: the next page of a user
   * interface, say, with {@code limit} on the stream.
   *
   * @param before the last number of the page before
   * @return the active versions with lower numbers
   */
  public Stream<Version> versionsBefore(VersionNumber before) {
    Objects.requireNonNull(before, "before");
    return engine.open().listing().versions(name, VersionState.ACTIVE, before);
  }

  /**
   * Resolves a qualifier to a version, if it exists; see {@link #resolve(Qualifier)}.
   *
   * @param qualifier a version number, {@code $LATEST} or an alias, as text
   * @return the version, or nothing
   * @throws IllegalArgumentException if the text is no qualifier
   */
  public Optional<Version> find(String qualifier) {
    Objects.requireNonNull(qualifier, "qualifier");
    return find(Qualifier.parse(qualifier));
  }

  /**
   * Opens the bytes of a version. They are verified as they are read: if they do not have the size
   * and digest recorded, the stream ends with {@link dev.versioned.model.CorruptContentException}.
   * An alias is resolved first: {@code artifact.open(artifact.resolve("LIVE"))}.
   *
   * @param version a version that this artifact or a routing returned, or its number, which is
   *     resolved first
   * @return the bytes; the caller closes the stream
   * @throws dev.versioned.model.NotFoundException if there is no such version, it is deleted, or it
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
   * @throws dev.versioned.model.CorruptContentException if the bytes do not have the size and
   *     digest recorded
   */
  public byte[] readBytes(VersionRef version) {
    return engine.open().bytes().readBytes(whole(version));
  }

  /**
   * Downloads the bytes of a version to a file; see {@link #download(VersionRef, Path, Consumer)}.
   *
   * @param version as in {@link #open}
   * @param file where to write, in a directory that exists
   * @return the version that was downloaded
   */
  public Version download(VersionRef version, Path file) {
    return download(version, file, options -> {});
  }

  /**
   * Downloads the bytes of a version to a file. They are written to a part file in its directory
   * and verified before the file appears, whole and at once. It replaces an existing file, or a
   * symbolic link itself, without keeping the permissions. Large versions are fetched in several
   * ranges at the same time, all of one write of the store; an interrupted range continues where it
   * was, until no byte of it has arrived for the contention timeout, or the bytes arrive more
   * slowly than {@link RepositorySettings#leastBytesPerSecond}. If the store fails permanently, the
   * thread is interrupted or the process dies, the part file of a large version stays, under a name
   * that starts with a dot and ends with {@code .part}, and the next download of the same bytes
   * into that directory by the same user continues it, if no other user could have written it. The
   * part file of a small version that a killed process left is taken over or removed by the next
   * download.
   *
   * @param version as in {@link #open}
   * @param file where to write, in a directory that exists
   * @param options optional settings: a progress listener, and whether a file may be replaced
   * @return the version that was downloaded
   * @throws dev.versioned.model.NotFoundException as {@link #open} does
   * @throws dev.versioned.model.CorruptContentException if the bytes do not have the size and
   *     digest recorded; no file is created
   * @throws IllegalArgumentException if the file is a directory, a device or a pipe, or in no
   *     directory
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
   * Deletes a version, unless an alias points to it. Its number is never used again. The bytes stay
   * for the collector's undelete window, so that {@link #restore} can bring the version back.
   * Deleting a version that is deleted, or never existed, succeeds, as in Lambda.
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
   * Brings a deleted version back, unless its bytes have been removed. Restoring a version that is
   * not deleted succeeds.
   *
   * @param version the version
   * @return the version
   * @throws dev.versioned.model.NotFoundException if there is no such version, or its bytes have
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
   * <p>Not atomic: if an alias is created or content is published meanwhile, the versions deleted
   * until then stay deleted, and can be restored. Deleting an artifact that never existed succeeds.
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
   * @throws IllegalArgumentException if it is no alias name
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
   * @param after the last name of the page before; it need not exist
   * @return the aliases after it
   */
  public Stream<Alias> aliasesAfter(AliasName after) {
    Objects.requireNonNull(after, "after");
    return engine.open().listing().aliases(name, after);
  }

  /**
   * Describes the deletion of the versions that a retention does not keep. Nothing happens until it
   * is run; {@code artifact.prune(Retention.newest(10)).plan()} is the dry run.
   *
   * @param retention which versions to keep, in addition to those in use
   * @return the prune, to be planned or run
   */
  public Prune prune(Retention retention) {
    Objects.requireNonNull(retention, "retention");
    return new Prune(() -> Stream.of(this), name.toString(), retention, engine.open());
  }

  /**
   * Describes the collection of what nothing refers to under this artifact's name. Nothing happens
   * until it is run.
   *
   * @return the collector, to be planned or run
   */
  public Gc gc() {
    return new Gc(engine.open()).only(name);
  }

  /**
   * Describes the check of this artifact, deleted or not. Nothing happens until its violations are
   * read.
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
