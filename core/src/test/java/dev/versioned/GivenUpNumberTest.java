package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.maintenance.Garbage;
import dev.versioned.maintenance.Interposed;
import dev.versioned.maintenance.Violation;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.AlreadyExistsException;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Latest;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.PublishResult;
import dev.versioned.model.PublishResult.Outcome;
import dev.versioned.model.Version;
import dev.versioned.model.VersionNumber;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.ForwardingBlobStore;
import dev.versioned.spi.ItemStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Numbers whose keys have objects of other writers. */
class GivenUpNumberTest {
  private static final ArtifactName APP = ArtifactName.parse("app");

  private final BlobStore blobs = new MemoryBlobStore();
  private final ItemStore items = new MemoryItemStore();
  private final Catalog catalog = new Catalog(items, Runnable::run);
  private final Artifact app = app(items);

  private Artifact app(ItemStore items) {
    RepositorySettings settings = RepositorySettings.defaults().withPublishWait(Duration.ZERO);
    return ArtifactRepository.of(blobs, items, settings).artifact(APP);
  }

  private static BlobKey key(long number) {
    return BlobKey.ofVersion(APP, VersionNumber.of(number), "");
  }

  private void foreign(long number) {
    write(number, "");
  }

  private void write(long number, String attemptId) {
    write(key(number), attemptId);
  }

  private void write(BlobKey key, String attemptId) {
    blobs.createFromStream(
        key, new ByteArrayInputStream(new byte[] {7}), new BlobHeader("text/plain", "", attemptId));
  }

  private VersionEntry entry(long number) {
    return catalog.findVersion(APP, VersionNumber.of(number)).orElseThrow();
  }

  private static Consumer<PublishOptions> keyed(String key) {
    return options -> options.idempotencyKey(key);
  }

  private PublishResult publish(String text) {
    return app.publish(Content.of(text), keyed("k1"));
  }

  private List<Garbage> garbage() {
    return app.gc().withGracePeriod(Duration.ZERO).plan().toList();
  }

  @Test
  void keyedPublishTakesTheNextNumber() {
    foreign(1);
    PublishResult result = publish("a");
    assertThat(result.outcome()).isEqualTo(Outcome.CREATED);
    assertThat(result.number()).isEqualTo(VersionNumber.of(2));
    assertThat(entry(1)).isInstanceOf(VersionEntry.GivenUp.class);
    assertThat(publish("a")).isEqualTo(new PublishResult(result.version(), Outcome.REPLAYED));
    assertThat(app.versions()).containsExactly(result.version());
  }

  @Test
  void missingPermissionToDeleteHidesNoRefusal() {
    write(BlobKey.ofVersion(APP, VersionNumber.of(1), "other.txt"), "another-attempt");
    BlobStore undeletable =
        new ForwardingBlobStore(blobs) {
          @Override
          public void delete(BlobKey key) {
            throw BackendException.permanentFailure("Cannot delete " + key + ": not allowed", null);
          }
        };
    Artifact limited =
        ArtifactRepository.of(undeletable, items, RepositorySettings.defaults()).artifact(APP);
    assertThatThrownBy(() -> limited.publish(Content.of("a")))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(blobs.find(key(1))).as("left where it was written").isPresent();
    assertThat(entry(1)).isInstanceOf(VersionEntry.GivenUp.class);
  }

  @Test
  void aNumberThatIsGivenUpIsWarnedOfOnce() {
    foreign(1);
    PrintStream err = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      app.publish(Content.of("a"));
    } finally {
      System.setErr(err);
    }
    assertThat(log.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("WARN", "number 1 of app", "app/000000000001");
  }

  @Test
  void numberBelongsToOneAttemptWhateverTheFileName() {
    BlobKey other = BlobKey.ofVersion(APP, VersionNumber.of(1), "other.jar");
    write(other, "another attempt");
    assertThatThrownBy(() -> publish("a"))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("app/000000000001/other.jar");
    assertThat(entry(1)).isInstanceOf(VersionEntry.GivenUp.class);
    assertThat(blobs.list(APP).map(BlobInfo::key)).containsExactly(other);
  }

  @Test
  void copyOfLatestGoesIntoNoFolderOfAnotherAttempt() {
    BlobKey other = BlobKey.ofVersion(APP, VersionNumber.of(1), "other.jar");
    app.put(Content.of("a"));
    write(other, "another attempt");
    assertThatThrownBy(app::publish).isInstanceOf(AlreadyExistsException.class);
    assertThat(blobs.list(APP, VersionNumber.of(1)).map(BlobInfo::key)).containsExactly(other);
  }

  @Test
  void fileOfAnotherWriterInTheFolderDoesNotTakeTheNumber() {
    BlobKey readme = BlobKey.ofVersion(APP, VersionNumber.of(1), "README");
    write(readme, "");
    assertThat(publish("a").number()).isEqualTo(VersionNumber.of(1));
    assertThat(garbage()).isEmpty();
    assertThat(blobs.find(readme)).isPresent();
  }

  @Test
  void folderFullOfFilesTakesTheNumber() {
    for (int i = 0; i < 20; i++) {
      write(BlobKey.ofVersion(APP, VersionNumber.of(1), "part-" + i), "");
    }
    assertThat(publish("a").number()).isEqualTo(VersionNumber.of(2));
  }

  @Test
  void keyOfAPublishThatDiedAtAForeignObjectIsNotStuck() {
    foreign(1);
    ItemStore dying =
        Interposed.before(
            items,
            "give up",
            () -> {
              throw new Interposed.Killed("give up");
            });
    assertThatThrownBy(() -> app(dying).publish(Content.of("a"), keyed("k1")))
        .isInstanceOf(Interposed.Killed.class);
    Version version = publish("a").version();
    assertThat(version.number()).isEqualTo(VersionNumber.of(2));
    assertThat(entry(1)).isInstanceOf(VersionEntry.GivenUp.class);
  }

  @Test
  void keyOfAPublishThatDiedAfterGivingUpIsNotStuck() {
    foreign(1);
    ItemStore dying =
        Interposed.before(
            items,
            "commit",
            () -> {
              throw new Interposed.Killed("commit");
            });
    assertThatThrownBy(() -> app(dying).publish(Content.of("a"), keyed("k1")))
        .isInstanceOf(Interposed.Killed.class);
    Version version = publish("a").version();
    assertThat(publish("a").version()).isEqualTo(version);
    assertThat(app.versions()).containsExactly(version);
  }

  @Test
  void workingCopyIsPublishedUnderTheNextNumber() {
    app.put(Content.of("copy"));
    foreign(1);
    assertThat(app.publish(keyed("k1")).number()).isEqualTo(VersionNumber.of(2));
    assertThat(app.readBytes(VersionNumber.of(2))).asString().isEqualTo("copy");
  }

  @Test
  void severalForeignObjectsInARowAreASuspectedRestore() {
    for (long number = 1; number <= 3; number++) {
      foreign(number);
    }
    assertThatThrownBy(() -> publish("a"))
        .isInstanceOfSatisfying(
            AlreadyExistsException.class, e -> assertThat(e.existing()).isEqualTo(key(3).value()))
        .hasMessageContaining("3 numbers in a row")
        .hasMessageContaining("docs/operations.md");
    assertThat(catalog.versions(APP, null, 9).items())
        .hasSize(3)
        .allMatch(VersionEntry.GivenUp.class::isInstance);
    assertThat(publish("a").number()).isEqualTo(VersionNumber.of(4));
  }

  @Test
  void repeatedPublishIsRefusedWhileForeignObjectsFollow() {
    for (long number = 1; number <= 5; number++) {
      foreign(number);
    }
    for (long last = 3; last <= 5; last++) {
      assertThatThrownBy(() -> publish("a"))
          .isInstanceOf(AlreadyExistsException.class)
          .hasMessageContaining("3 numbers in a row")
          .hasMessageContaining(key(last).value());
    }
    assertThat(publish("a").number()).isEqualTo(VersionNumber.of(6));
  }

  @Test
  void twoForeignObjectsInARowAreNone() {
    foreign(1);
    foreign(2);
    assertThat(publish("a").number()).isEqualTo(VersionNumber.of(3));
  }

  @Test
  void anotherAttemptsObjectIsASuspectedRestore() {
    write(1, "an attempt that this table does not know");
    assertThatThrownBy(() -> publish("a"))
        .isInstanceOf(AlreadyExistsException.class)
        .hasMessageContaining("app/000000000001")
        .hasMessageContaining("After the table was restored to an earlier time")
        .hasMessageContaining("docs/operations.md");
    assertThat(entry(1)).isInstanceOf(VersionEntry.GivenUp.class);
    assertThat(garbage()).isEmpty();
    assertThat(publish("a").number()).isEqualTo(VersionNumber.of(2));
  }

  @Test
  void objectOfAGivenUpNumberIsRemovedOnlyIfAskedFor() {
    write(1, "forgotten");
    assertThatThrownBy(() -> publish("a")).isInstanceOf(AlreadyExistsException.class);
    publish("a");
    assertThat(app.gc().withGracePeriod(Duration.ZERO).run().tallies()).isEmpty();
    assertThat(app.gc().withGivenUp().plan())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.reason()).isEqualTo(Garbage.Reason.GIVEN_UP);
              assertThat(one.key()).isEqualTo(key(1));
            });
    assertThat(blobs.find(key(1))).as("a plan changes nothing").isPresent();
    app.gc().withGivenUp().run();
    assertThat(blobs.find(key(1))).isEmpty();
    assertThat(entry(1)).as("its number is never used").isInstanceOf(VersionEntry.GivenUp.class);
    assertThat(app.fsck().violations()).isEmpty();
  }

  @Test
  void otherGarbageIsAlsoRemovedWithGivenUp() {
    app.put(Content.of("replaced"));
    app.put(Content.of("copy"));
    assertThat(app.gc().withGivenUp().withGracePeriod(Duration.ZERO).plan())
        .extracting(Garbage::reason)
        .containsExactly(Garbage.Reason.UNUSED_UPLOAD);
  }

  @Test
  void fsckListsObjectsOfGivenUpNumbers() {
    foreign(1);
    publish("a");
    assertThat(app.fsck().violations())
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.kind()).isEqualTo(Violation.Kind.NUMBER_GIVEN_UP);
              assertThat(one.subject()).isEqualTo("app:1");
              assertThat(one.kind().remedy())
                  .contains("docs/operations.md")
                  .contains("versioned gc --given-up");
            });
    blobs.delete(key(1));
    assertThat(app.fsck().violations()).isEmpty();
  }

  @Test
  void foreignObjectUnderAReservedNumberIsKept() {
    foreign(1);
    ItemStore dying =
        Interposed.before(
            items,
            "give up",
            () -> {
              throw new Interposed.Killed("give up");
            });
    assertThatThrownBy(() -> app(dying).publish(Content.of("a")))
        .isInstanceOf(Interposed.Killed.class);
    assertThat(garbage()).isEmpty();
    catalog.abandon(APP, VersionNumber.of(1), Instant.EPOCH);
    assertThat(garbage()).as("after a tombstone").isEmpty();
  }

  @Test
  void givenUpNumberIsNoVersion() {
    foreign(1);
    publish("a");
    VersionNumber one = VersionNumber.of(1);
    app.delete(one);
    assertThat(app.find(one)).isEmpty();
    assertThatThrownBy(() -> app.resolve(one))
        .isInstanceOf(NotFoundException.class)
        .hasMessageContaining("its number was given up");
    assertThatThrownBy(() -> app.restore(one)).isInstanceOf(NotFoundException.class);
    assertThatThrownBy(() -> app.alias("LIVE").pointTo(one)).isInstanceOf(NotFoundException.class);
    assertThat(entry(1)).isInstanceOf(VersionEntry.GivenUp.class);
  }

  @Test
  void artifactWithAGivenUpNumberIsDeleted() {
    foreign(1);
    publish("a");
    app.deleteAll();
    assertThat(app.versions()).isEmpty();
    assertThat(entry(1)).isInstanceOf(VersionEntry.GivenUp.class);
    assertThat(blobs.find(key(1))).isPresent();
    assertThat(app.publish(Content.of("a")).number()).isEqualTo(VersionNumber.of(3));
  }

  @Test
  void latestIsTheNewestVersionBelowAGivenUpNumber() {
    Version version = publish("a").version();
    write(2, "forgotten");
    assertThatThrownBy(() -> app.publish(Content.of("b")))
        .isInstanceOf(AlreadyExistsException.class);
    assertThat(app.resolve(Latest.LATEST)).isEqualTo(version);
  }
}
