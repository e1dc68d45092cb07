package dev.versioned;

import dev.versioned.internal.archive.FolderSource;
import dev.versioned.internal.archive.ForeignSource;
import dev.versioned.internal.engine.Engine;
import dev.versioned.maintenance.ForeignArtifact;
import dev.versioned.maintenance.Retention;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.ArtifactName;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ItemStore;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Collection;
import java.util.Objects;
import java.util.stream.Stream;

// Over 300 lines: a line or two of code per operation, the rest is Javadoc.

/**
 * A repository of artifacts, the entry point of the library.
 *
 * <p>Thread-safe; an application makes one and keeps it. A backend makes repositories (for S3 and
 * DynamoDB {@code S3DynamoRepository}); {@link #inMemory()} makes one for unit tests.
 */
public final class ArtifactRepository implements AutoCloseable {
  private final Engine engine;

  private ArtifactRepository(Engine engine) {
    this.engine = engine;
  }

  /**
   * Returns a repository over two stores.
   *
   * @param blobs stores the bytes
   * @param items stores versions and aliases
   * @param settings optional settings
   * @return the repository, which closes the stores when it is closed
   */
  public static ArtifactRepository of(
      BlobStore blobs, ItemStore items, RepositorySettings settings) {
    Objects.requireNonNull(blobs, "blobs");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(settings, "settings");
    return new ArtifactRepository(new Engine(blobs, items, settings.settings()));
  }

  /**
   * Returns a repository over two stores in a separate environment, so that tests of a backend can
   * run deterministically.
   *
   * @param blobs stores the bytes
   * @param items stores versions and aliases
   * @param settings optional settings
   * @param environment replaces the clock and the executor of the settings, and provides sleep,
   *     randomness and ids
   * @return the repository, which closes the stores when it is closed
   */
  public static ArtifactRepository of(
      BlobStore blobs, ItemStore items, RepositorySettings settings, Environment environment) {
    Objects.requireNonNull(blobs, "blobs");
    Objects.requireNonNull(items, "items");
    Objects.requireNonNull(settings, "settings");
    Objects.requireNonNull(environment, "environment");
    return new ArtifactRepository(new Engine(blobs, items, settings.settings().in(environment)));
  }

  /**
   * Returns a repository that keeps everything in memory.
   *
   * @return an empty repository
   */
  public static ArtifactRepository inMemory() {
    return inMemory(Clock.systemUTC());
  }

  /**
   * Returns a repository that keeps everything in memory and uses a given clock.
   *
   * @param clock the clock of the library and of the stores
   * @return an empty repository
   */
  public static ArtifactRepository inMemory(Clock clock) {
    Objects.requireNonNull(clock, "clock");
    return of(
        new MemoryBlobStore(clock),
        new MemoryItemStore(),
        RepositorySettings.defaults().withClock(clock));
  }

  /**
   * Returns a handle to an artifact. The artifact need not exist; no request is made.
   *
   * @param name the artifact's name
   * @return the handle
   * @throws IllegalArgumentException if it is not a valid artifact name
   */
  public Artifact artifact(String name) {
    Objects.requireNonNull(name, "name");
    return artifact(ArtifactName.parse(name));
  }

  /**
   * Returns a handle to an artifact. The artifact need not exist; no request is made.
   *
   * @param name the artifact's name
   * @return the handle
   */
  public Artifact artifact(ArtifactName name) {
    Objects.requireNonNull(name, "name");
    return new Artifact(name, engine);
  }

  /**
   * Lists the artifacts, in ascending order of their names. An artifact is listed from its first
   * put or publish, even an unfinished one, until it is deleted as a whole ({@link
   * Artifact#deleteAll()}). So it may be empty, because all its versions were deleted or its first
   * publisher crashed. The stream fetches a page at a time, as it is read. The list is eventually
   * consistent: an artifact may appear or disappear some moments late.
   *
   * @return their names
   * @throws dev.versioned.model.BackendException if the store refuses or fails
   */
  public Stream<ArtifactName> artifacts() {
    return engine.open().listing().artifacts(null);
  }

  /**
   * Lists the artifacts whose names start with a prefix, such as a team's or a tenant's, as {@link
   * #artifacts()} does. Reading starts at the first of them, however many precede it.
   *
   * @param prefix what the names start with: {@code "acme."} lists {@code acme.model}, not {@code
   *     acme-rules}
   * @return their names
   * @throws IllegalArgumentException if no artifact name can start with {@code prefix}, which is
   *     also the case if it is empty
   * @throws dev.versioned.model.BackendException if the store refuses or fails
   */
  public Stream<ArtifactName> artifacts(String prefix) {
    Objects.requireNonNull(prefix, "prefix");
    // By the rules for names, every prefix of a name is a name.
    String valid = ArtifactName.parse(prefix).value();
    return engine.open().listing().artifactsWithPrefix(valid);
  }

  /**
   * Lists the artifacts after a name, as {@link #artifacts()} does. With {@code limit} on the
   * stream, this returns the next page of a user interface, for example.
   *
   * @param after the last name of the previous page; it need not exist
   * @return the names after it
   * @throws dev.versioned.model.BackendException if the store refuses or fails
   */
  public Stream<ArtifactName> artifactsAfter(ArtifactName after) {
    Objects.requireNonNull(after, "after");
    return engine.open().listing().artifacts(after.value());
  }

  /**
   * Returns a description of the deletion of the versions of all artifacts that a retention does
   * not keep, artifact by artifact. Nothing happens until it is run; {@code
   * repo.prune(Retention.newest(10)).plan()} is the dry run.
   *
   * @param retention which versions to keep, in addition to those in use
   * @return the prune, to be planned or run
   */
  public Prune prune(Retention retention) {
    Objects.requireNonNull(retention, "retention");
    return new Prune(
        () -> artifacts().map(this::artifact), "all artifacts", retention, engine.open());
  }

  /**
   * Begins a release set: moves of several aliases, of one or several artifacts, in one
   * transaction. Nothing happens until it is applied.
   *
   * @return an empty set
   */
  public ReleaseSet releaseSet() {
    return new ReleaseSet(engine);
  }

  /**
   * Lists the rollouts under way, in ascending order of their artifacts, each as its alias is when
   * the stream comes to it. The stream fetches a page at a time. A rollout that has just been
   * started may appear some moments late.
   *
   * @return the rollouts that are running, baking or paused
   * @throws dev.versioned.model.BackendException if the store refuses or fails
   */
  public Stream<RolloutStatus> rollouts() {
    return engine.open().listing().rolloutsUnderWay();
  }

  /**
   * Returns a description of a tick of every rollout under way, for a scheduled job: {@code
   * repo.rolloutTicker().run()}. Nothing happens until it is run.
   *
   * @return the ticker
   */
  public RolloutTicker rolloutTicker() {
    return new RolloutTicker(engine.open());
  }

  /**
   * Returns a description of the garbage collection: {@code repo.gc().plan()} is the dry run, and
   * {@code repo.gc().run()} removes the garbage. Nothing happens before that.
   *
   * @return the collector of all artifacts, including deleted ones
   */
  public Gc gc() {
    return new Gc(engine.open());
  }

  /**
   * Returns a description of the check that the repository keeps its promises: {@code
   * repo.fsck().violations()}. Nothing happens until the violations are read, and nothing is
   * changed.
   *
   * @return the check of all artifacts, including deleted ones
   */
  public Fsck fsck() {
    return new Fsck(engine.open());
  }

  /**
   * Returns a description of an export of this repository to a folder: {@code
   * repo.exportTo(folder).run()}. Nothing happens until it is run.
   *
   * @param folder the folder, created if it does not exist; an export in it is brought up to date
   * @return the export of all artifacts, including deleted ones
   */
  public RepositoryCopy exportTo(Path folder) {
    Objects.requireNonNull(folder, "folder");
    engine.open();
    return new RepositoryCopy(
        request -> engine.open().exporter().run(folder, engine.source(), request));
  }

  /**
   * Returns a description of an import of an export into this repository: {@code
   * repo.importFrom(folder).run()}. Nothing happens until it is run.
   *
   * @param folder the folder of the export
   * @return the import of all artifacts in it
   */
  public RepositoryCopy importFrom(Path folder) {
    Objects.requireNonNull(folder, "folder");
    engine.open();
    return new RepositoryCopy(
        request -> engine.open().importer().run(FolderSource.open(folder), request));
  }

  /**
   * Returns a description of an import of artifacts from a repository that is not of this library,
   * by the rules of {@link #importFrom}: numbers and times are kept, what exists and is equal is
   * skipped, and nothing is overwritten. Each alias gets revision 1 and a ledger of one row, which
   * names the origin. {@code PythonRepository} of {@code versioned-s3-dynamo-admin} reads such
   * artifacts from repositories of Python's {@code versioned}. Nothing happens until it is run.
   *
   * @param artifacts the artifacts, whose bytes must stay readable until the import has run
   * @return the import of all of them
   * @throws IllegalArgumentException if an artifact is given twice
   */
  public RepositoryCopy importForeign(Collection<ForeignArtifact> artifacts) {
    Objects.requireNonNull(artifacts, "artifacts");
    ForeignSource source = engine.open().foreign(artifacts);
    return new RepositoryCopy(request -> engine.open().importer().run(source, request));
  }

  /**
   * Returns a description of a copy of this repository into another, as an export and an import
   * would do it, without a folder: {@code repo.copyTo(other).run()}. Nothing happens until it is
   * run.
   *
   * @param target the other repository
   * @return the copy of all artifacts, including deleted ones
   * @throws IllegalArgumentException if it is the same repository
   */
  public RepositoryCopy copyTo(ArtifactRepository target) {
    Objects.requireNonNull(target, "target");
    engine.open();
    if (target.engine.equals(engine)) {
      throw new IllegalArgumentException("Cannot copy a repository into itself; open another one");
    }
    return new RepositoryCopy(
        request -> target.engine.open().importer().run(engine.open().source(), request));
  }

  /**
   * Returns a handle to the binding of this repository's table to its place of bytes. No request is
   * made.
   *
   * @return the handle
   */
  public RepositoryBinding binding() {
    return new RepositoryBinding(engine.open());
  }

  /**
   * Stops following aliases, and closes the stores; clients that the caller provided stay open.
   * Later calls on any handle throw {@link IllegalStateException}; a {@link LiveAlias} keeps
   * routing. Calls in progress may fail. Closing again does nothing.
   */
  @Override
  public void close() {
    engine.close();
  }
}
