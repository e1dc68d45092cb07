package dev.versioned.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.PublishResult;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ItemStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** The fixture of a repository test: the repository, its stores, and a separate artifact. */
record RepositoryFixture(
    BlobStore blobs,
    ItemStore items,
    Catalog catalog,
    ArtifactRepository repository,
    Artifact artifact,
    List<Artifact> others,
    int raceRounds) {

  /**
   * With long time-outs: on a slow server some thirty threads take turns at one record, and a
   * thread that waits longer than the defaults of 10 and 30 seconds must not fail a test of who
   * wins.
   */
  static final RepositorySettings SETTINGS =
      RepositorySettings.defaults()
          .withActor("contract")
          .withPublishWait(Duration.ofMinutes(2))
          .withContentionTimeout(Duration.ofMinutes(2));

  static RepositoryFixture over(BlobStore blobs, ItemStore items, int raceRounds) {
    ArtifactRepository repository = ArtifactRepository.of(blobs, items, SETTINGS);
    repository.binding().bind();
    return new RepositoryFixture(
        blobs,
        items,
        new Catalog(items, Environment.system().executor()),
        repository,
        repository.artifact(Samples.artifactName()),
        new ArrayList<>(),
        raceRounds);
  }

  /** Returns a new artifact, for one of several tests that share this fixture. */
  Artifact other() {
    Artifact other = repository.artifact(Samples.artifactName());
    others.add(other);
    return other;
  }

  /** Removes large blobs, and closes the repository and its stores. */
  void close() {
    BlobFixture.deleteLarge(blobs, name());
    others.forEach(other -> BlobFixture.deleteLarge(blobs, other.name()));
    repository.close();
  }

  /**
   * Returns another repository over the same stores, as another process would open it; never
   * closed.
   */
  ArtifactRepository another(RepositorySettings settings) {
    return ArtifactRepository.of(blobs, items, settings);
  }

  /** Returns the artifact as another process sees it. */
  Artifact elsewhere() {
    return another(SETTINGS).artifact(artifact.name());
  }

  ArtifactName name() {
    return artifact.name();
  }

  AliasHandle live() {
    return artifact.alias("LIVE");
  }

  static VersionNumber number(long value) {
    return VersionNumber.of(value);
  }

  /** Publishes a text as the next version. */
  Version publish(String text) {
    PublishResult result = artifact.publish(Content.of(text));
    assertThat(result.outcome()).isEqualTo(PublishResult.Outcome.CREATED);
    return result.version();
  }

  /** Publishes this many versions, starting with 1. */
  List<Version> publishMany(int count) {
    List<Version> versions = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      versions.add(publish("content of " + i));
    }
    return versions;
  }

  List<Long> versionNumbers() {
    return artifact.versions().map(version -> version.number().value()).toList();
  }

  List<BlobKey> blobKeys() {
    return blobs.list(name()).map(BlobInfo::key).toList();
  }

  long references(VersionNumber number) {
    VersionEntry entry = catalog.findVersion(name(), number).orElseThrow();
    return ((VersionEntry.Committed) entry).references();
  }

  /** Checks that a refused call left neither bytes nor visible records. */
  void assertNothingLeft() {
    // A server may take a moment to notice that a request was interrupted.
    Instant deadline = Instant.now().plusSeconds(5);
    List<BlobKey> left = blobKeys();
    while (!left.isEmpty() && Instant.now().isBefore(deadline)) {
      left = blobKeys();
    }
    assertThat(left).as("blobs").isEmpty();
    assertThat(catalog.versions(name(), null, 10).items()).as("version entries").isEmpty();
    assertThat(catalog.aliases(name(), null, 10).items()).as("alias entries").isEmpty();
    assertThat(catalog.latest(name()).workingCopy()).as("working copy").isEmpty();
  }

  /** Replaces a version's bytes without the library's knowledge. */
  void corrupt(Version version, byte[] bytes) {
    blobs.delete(version.key());
    BlobFixture.written(
        ByteSource.of(bytes).writeTo(blobs, version.key(), BlobFixture.header("vandal")));
  }

  /** Waits until a condition holds. */
  static void await(String what, BooleanSupplier condition) {
    long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited too long until %s", what).isLessThan(deadline);
      LockSupport.parkNanos(5_000_000);
    }
  }
}
