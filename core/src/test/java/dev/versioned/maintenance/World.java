package dev.versioned.maintenance;

import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.SetClock;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.Latest;
import dev.versioned.model.Target;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Environment;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;

/** A repository in memory whose clocks the test sets: the blob store's and the callers'. */
final class World {
  static final ArtifactName CHECKOUT = ArtifactName.parse("checkout");
  static final Instant START = SetClock.START;

  final SetClock storeClock = new SetClock();
  final SetClock callerClock = new SetClock();
  final BlobStore blobs = new MemoryBlobStore(storeClock);
  final ItemStore items = new MemoryItemStore();
  final Catalog catalog = new Catalog(items, Runnable::run);
  final ArtifactRepository repo = over(blobs, items);
  final Artifact checkout = repo.artifact(CHECKOUT);

  /** Small pages, so that lists have several; no waiting. */
  RepositorySettings settings() {
    return RepositorySettings.defaults().withPublishWait(Duration.ZERO).withPageSize(3);
  }

  ArtifactRepository over(BlobStore blobs, ItemStore items) {
    Environment system = Environment.system();
    return ArtifactRepository.of(
        blobs,
        items,
        settings(),
        new Environment(
            callerClock, pause -> {}, system.random(), system.ids(), system.executor()));
  }

  void advance(Duration duration) {
    storeClock.advance(duration);
    callerClock.advance(duration);
  }

  Version publish(String content) {
    return checkout.publish(Content.of(content)).version();
  }

  void delete(Version version) {
    checkout.delete(version.number());
  }

  /** Acts like a publisher that crashes after it has reserved a number and written the bytes. */
  VersionNumber publishAndDie(String content) {
    VersionNumber number = reserve(content);
    write(BlobKey.ofVersion(CHECKOUT, number, ""), content);
    return number;
  }

  VersionNumber reserve(String content) {
    String attemptId = "dead-" + content;
    Reservation wish =
        new Reservation(
            CHECKOUT,
            new Fingerprint("of " + content),
            attemptId,
            new Reservation.Always(),
            callerClock.instant());
    return ((Reservation.Reserved) catalog.reserve(wish)).number();
  }

  /** Writes a blob as the library does. */
  void write(BlobKey key, String content) {
    Path folder = Path.of(key.value()).getParent();
    write(key, content, folder.getFileName().toString());
  }

  void write(BlobKey key, String content, String attemptId) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    blobs.createFromStream(
        key, new ByteArrayInputStream(bytes), new BlobHeader("text/plain", "", attemptId));
  }

  /** Commits a version as its publisher would. */
  void commit(Version version) {
    catalog.commit(new VersionRecord(version, "an attempt"), null);
  }

  /** Writes a state that no version of the library writes. */
  void plantState(long number, VersionState state, long references) {
    ItemKey key = new ItemKey("STATES#checkout", VersionNumber.of(number).padded());
    Map<String, ItemValue> attributes = new TreeMap<>();
    attributes.put("schema", ItemValue.of(1));
    attributes.put("artifact", ItemValue.of("checkout"));
    attributes.put("number", ItemValue.of(number));
    attributes.put("state", ItemValue.of(state.name()));
    attributes.put("state_changed_at", ItemValue.of(callerClock.instant().toString()));
    attributes.put("references", ItemValue.of(references));
    items.write("plant " + key, new ItemWrite.Put(new Item(key, attributes), Condition.always()));
  }

  Version version(long number, String content) {
    VersionNumber id = VersionNumber.of(number);
    return version(id, content, BlobKey.ofVersion(CHECKOUT, id, ""));
  }

  Version workingCopy(String uploadId, String content) {
    return version(Latest.LATEST, content, BlobKey.ofUpload(CHECKOUT, uploadId, ""));
  }

  private Version version(Target id, String content, BlobKey key) {
    byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
    return new Version(
        CHECKOUT,
        id,
        Digest.of(bytes),
        bytes.length,
        "text/plain",
        "",
        "",
        new TreeMap<>(),
        callerClock.instant(),
        "a publisher",
        key,
        Version.NO_PLACE);
  }

  /** Changes an attribute without the library. */
  void edit(ItemKey key, String attribute, UnaryOperator<ItemValue> change) {
    Item item = items.read("edit " + key, key, Consistency.STRONG).orElseThrow();
    Map<String, ItemValue> attributes = new TreeMap<>(item.attributes());
    attributes.compute(attribute, (name, old) -> change.apply(old));
    items.write("edit " + key, new ItemWrite.Put(new Item(key, attributes), Condition.always()));
  }

  boolean hasBytes(VersionNumber number) {
    return blobs.find(BlobKey.ofVersion(CHECKOUT, number, "")).isPresent();
  }

  VersionState stateOf(Version version) {
    VersionEntry entry = catalog.findVersion(CHECKOUT, version.number()).orElseThrow();
    return ((VersionEntry.Committed) entry).state();
  }

  List<Violation> violations() {
    return repo.fsck().verifyingDigests().violations().toList();
  }
}
