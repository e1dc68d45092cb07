package dev.versioned.s3dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.fleet.LatencyHistogram;
import dev.versioned.fleet.OutcomeCounts;
import dev.versioned.fleet.ProcessReport;
import dev.versioned.fleet.SplitCounts;
import dev.versioned.internal.catalog.Aside;
import dev.versioned.internal.catalog.AsideRequest;
import dev.versioned.internal.catalog.Bond;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.RepositoryItem;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.CommitResult;
import dev.versioned.internal.record.Fingerprint;
import dev.versioned.internal.record.FleetShard;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.NumberRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.model.Alias;
import dev.versioned.model.AliasFreeze;
import dev.versioned.model.AliasName;
import dev.versioned.model.AliasOverrides;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BlobKey;
import dev.versioned.model.Digest;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.Latest;
import dev.versioned.model.LedgerEntry;
import dev.versioned.model.Overrides;
import dev.versioned.model.Routing;
import dev.versioned.model.Slots;
import dev.versioned.model.Target;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Rollout;
import dev.versioned.rollout.RolloutPlan;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.signing.Attestation;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.ItemKey;
import dev.versioned.testkit.LocalRepository;
import dev.versioned.testkit.SharedLocalAws;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The exact stored form of every kind of item: the golden files are API. Run with {@code
 * -Dversioned.golden=write} to write them again, and explain the change in the change log.
 */
@Tag("again")
class StoredFormTest {
  private static final ArtifactName CHECKOUT = ArtifactName.parse("checkout");
  private static final AliasName LIVE = new AliasName("LIVE");
  private static final VersionNumber ONE = VersionNumber.of(1);
  private static final VersionNumber TWO = VersionNumber.of(2);
  private static final AttributeValue PK = AttributeValue.fromS("any");
  private static final Instant NOON = Instant.parse("2026-01-02T12:00:00.123Z");
  private static final Fingerprint FINGERPRINT =
      Fingerprint.of(Digest.of(new byte[] {1}), "application/java-archive", new TreeMap<>());

  private final LocalRepository local = LocalRepository.create(SharedLocalAws.select());
  private final Catalog catalog =
      new Catalog(
          S3DynamoRepository.builder()
              .table(local.table())
              .dynamoDb(local.aws().dynamoDb())
              .buildItemStore(),
          Runnable::run);

  @BeforeEach
  void addVersions() {
    catalog.commit(committed(ONE), null);
    catalog.commit(committed(TWO), null);
  }

  @AfterEach
  void close() {
    catalog.close();
    local.close();
  }

  private static Version version(Target id) {
    BlobKey key =
        id instanceof VersionNumber number
            ? BlobKey.ofVersion(CHECKOUT, number, "checkout.jar")
            : BlobKey.ofUpload(CHECKOUT, "01JGJQ4V9T0000000000000001", "checkout.jar");
    return new Version(
        CHECKOUT,
        id,
        Digest.of(new byte[] {1}),
        4711,
        "application/java-archive",
        "checkout.jar",
        "faster basket",
        new TreeMap<>(Map.of("git.sha", "1a2b3c", "note", "")),
        NOON,
        "ci",
        key,
        Version.NO_PLACE);
  }

  private static VersionRecord committed(VersionNumber number) {
    return new VersionRecord(version(number), "attempt-" + number);
  }

  private static AliasMove create() {
    Routing routing = Routing.split(ONE, TWO, Weight.percent(12.5));
    Alias alias =
        new Alias(
            CHECKOUT,
            LIVE,
            1,
            routing,
            Slots.first(routing),
            "01JGJQ4V9T0000000000000002",
            new TreeMap<>(Map.of(ONE, version(ONE), TWO, version(TWO))),
            "what is live",
            NOON,
            "deployer",
            0,
            Optional.empty(),
            AliasOverrides.NONE);
    LedgerEntry entry =
        new LedgerEntry(
            CHECKOUT,
            LIVE,
            1,
            LedgerEntry.Action.CREATE,
            Optional.empty(),
            Optional.of(routing),
            "deployer",
            "first canary",
            NOON);
    return new AliasMove(
        0,
        new AliasEntry.Present(alias, "move-1", 1, 0, Optional.empty()),
        new LedgerRow(entry, "move-1", 0),
        Set.of(ONE, TWO),
        Set.of());
  }

  private static AliasMove delete(AliasMove creation) {
    Optional<Routing> before = creation.row().entry().after();
    LedgerEntry entry =
        new LedgerEntry(
            CHECKOUT,
            LIVE,
            2,
            LedgerEntry.Action.DELETE,
            before,
            Optional.empty(),
            "deployer",
            "",
            NOON);
    return new AliasMove(
        1,
        new AliasEntry.Deleted(CHECKOUT, LIVE, 2, "move-2", NOON, 0),
        new LedgerRow(entry, "move-2", 0),
        Set.of(),
        Set.of(ONE, TWO));
  }

  private Map<String, AttributeValue> item(String pk, String sk) {
    return local
        .aws()
        .dynamoDb()
        .getItem(r -> r.tableName(local.table()).key(ItemFormat.write(new ItemKey(pk, sk))))
        .item();
  }

  private void assertGolden(String name, String pk, String sk) {
    String actual = show(AttributeValue.fromM(item(pk, sk)), "") + "\n";
    String file = "golden/" + name + ".json";
    try {
      if (System.getProperty("versioned.golden", "").equals("write")) {
        Path path = Path.of("src/test/resources", file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, actual);
      }
      try (InputStream in = StoredFormTest.class.getClassLoader().getResourceAsStream(file)) {
        assertThat(in).as(file).isNotNull();
        String golden = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(actual).isEqualTo(golden.replace("\r\n", "\n"));
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Formats an item as DynamoDB's own JSON, in order of the names. */
  private static String show(AttributeValue value, String indent) {
    String deeper = indent + "  ";
    return switch (value.type()) {
      case S -> "{\"S\": \"" + value.s().replace("\\", "\\\\").replace("\"", "\\\"") + "\"}";
      case N -> "{\"N\": \"" + value.n() + "\"}";
      case M -> {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(value.m())
            .forEach(
                (name, each) -> {
                  text.append(text.isEmpty() ? "\n" : ",\n").append(deeper);
                  text.append('"').append(name).append("\": ").append(show(each, deeper));
                });
        String inner = "{" + text + "\n" + indent + "}";
        yield indent.isEmpty() ? inner : "{\"M\": " + inner + "}";
      }
      case L -> {
        StringBuilder text = new StringBuilder();
        for (AttributeValue each : value.l()) {
          text.append(text.isEmpty() ? "\n" : ",\n").append(deeper).append(show(each, deeper));
        }
        yield "{\"L\": [" + text + "\n" + indent + "]}";
      }
      default -> throw new AssertionError("an attribute of type " + value.type());
    };
  }

  @Test
  void labels() {
    VersionLabels labels =
        new VersionLabels(
            CHECKOUT,
            ONE,
            new TreeMap<>(Map.of("qa", "passed", "stable", "")),
            1,
            NOON,
            "deployer");
    assertThat(catalog.replaceLabels(new StoredLabels(labels, "attempt-1")))
        .isInstanceOf(StoredLabels.Replaced.class);
    assertGolden("labels", "LABELS#checkout", "000000000001");
  }

  @Test
  void artifact() {
    catalog.reserve(
        new Reservation(CHECKOUT, FINGERPRINT, "attempt", new Reservation.Always(), NOON));
    assertGolden("artifact", "VERSIONS#checkout", "#");
    assertThat(catalog.findArtifact(CHECKOUT))
        .contains(new ArtifactRecord(CHECKOUT, 1, FINGERPRINT.value(), "attempt", NOON));
    catalog.retire(new ArtifactRecord(CHECKOUT, 1, "", "", NOON), 0);
    assertGolden("artifact-retired", "VERSIONS#checkout", "#");
    assertGolden("latest-removed", "VERSIONS#checkout", "$LATEST");
  }

  @Test
  void repository() {
    String table = "arn:aws:dynamodb:eu-west-1:123456789012:table/acme with id 0d1f";
    RepositoryItem item =
        new RepositoryItem(
            S3DynamoRepository.builder()
                .table(local.table())
                .dynamoDb(local.aws().dynamoDb())
                .buildItemStore());
    Bond bond = new Bond(table, "s3://acme/team/", NOON);
    item.replace(bond);
    assertGolden("repository", "REPOSITORY", "#");
    assertThat(item.find()).contains(new RepositoryItem.Contents(bond, "", false));
    assertThat(item.recordExamined(bond, "eu-west-1", NOON)).isTrue();
    assertGolden("repository-examined", "REPOSITORY", "#");
    assertThat(item.find()).contains(new RepositoryItem.Contents(bond, "eu-west-1", true));
    assertThat(item.recordExamined(new Bond("another", bond.place(), NOON), "", NOON)).isFalse();
    item.forgetExamined(bond);
    assertThat(item.find()).contains(new RepositoryItem.Contents(bond, "eu-west-1", false));
    assertThat(item.claim(new Bond("another", "s3://acme/team/", NOON))).isEqualTo(bond);
    change("REPOSITORY", "#", "format", AttributeValue.fromN("2"));
    assertThatThrownBy(item::find)
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("it is of format 2");
  }

  @Test
  void marker() {
    Bond bond =
        new Bond(
            "arn:aws:dynamodb:eu-west-1:123456789012:table/acme with id 0d1f",
            "s3://acme/team/",
            NOON);
    assertThat(bond.text())
        .isEqualTo(
            """
            # The versions under this prefix belong to the table that is named here. Do not remove \
            this file: it keeps other tables from removing their bytes.
            format=1
            table=arn:aws:dynamodb:eu-west-1:123456789012:table/acme with id 0d1f
            place=s3://acme/team/
            bound_at=2026-01-02T12:00:00.123Z
            """);
    assertThat(Bond.parse(bond.text())).isEqualTo(bond);
  }

  @Test
  void version() {
    assertGolden("version", "VERSIONS#checkout", "000000000001");
    assertThat(catalog.findVersion(CHECKOUT, ONE))
        .contains(committed(ONE).in(VersionStatus.INITIAL));
  }

  @Test
  void attestation() {
    Attestation attestation = Attestation.parse(Envelopes.provenance(version(ONE).digest()), NOON);
    VersionAttestation attached = new VersionAttestation(CHECKOUT, ONE, attestation);
    catalog.attach(attached);
    String type = Digest.of(attestation.predicateType().getBytes(StandardCharsets.UTF_8)).hex();
    assertGolden(
        "attestation",
        "SIGNATURES#checkout",
        "attestation#000000000001#" + type + "#" + attestation.digest().hex());
    assertThat(catalog.attestations(CHECKOUT, null, 9, Unreadable.FAIL).items())
        .containsExactly(attached);
  }

  @Test
  void stateOfADeletedVersion() {
    catalog.changeState(
        new StateChange(
            CHECKOUT, ONE, VersionState.ACTIVE, VersionState.DELETED, NOON.plusSeconds(60)));
    assertGolden("state-deleted", "STATES#checkout", "000000000001");
    assertThat(catalog.findVersion(CHECKOUT, ONE))
        .contains(
            committed(ONE)
                .in(new VersionStatus(VersionState.DELETED, Optional.of(NOON.plusSeconds(60)), 0)));
  }

  @Test
  void versionAbandoned() {
    NumberRecord tombstone = catalog.abandon(CHECKOUT, VersionNumber.of(3), NOON);
    assertGolden("version-abandoned", "VERSIONS#checkout", "000000000003");
    assertThat(catalog.findRecord(CHECKOUT, VersionNumber.of(3))).contains(tombstone);
  }

  @Test
  void versionGivenUp() {
    NumberRecord givenUp = catalog.giveUp(CHECKOUT, VersionNumber.of(4), NOON);
    assertGolden("version-given-up", "VERSIONS#checkout", "000000000004");
    assertThat(catalog.findRecord(CHECKOUT, VersionNumber.of(4))).contains(givenUp);
  }

  @Test
  void latest() {
    WorkingCopy copy =
        new WorkingCopy(
            version(Latest.LATEST), "01JGJQ4V9T0000000000000001", "\"0123456789abcdef\"", 1, 2);
    catalog.swapLatest(copy);
    assertGolden("latest", "VERSIONS#checkout", "$LATEST");
    assertThat(catalog.latest(CHECKOUT).workingCopy()).contains(copy);
  }

  @Test
  void idempotencyKey() {
    IdempotencyRecord record =
        new IdempotencyRecord(
            CHECKOUT, new IdempotencyKey("build/42"), ONE, FINGERPRINT, NOON.plusSeconds(30));
    assertThat(catalog.recordKey(record, NOON)).isInstanceOf(CommitResult.Committed.class);
    assertGolden("idempotency-key", "VERSIONS#checkout", "idem#build/42");
    assertThat(catalog.findKey(CHECKOUT, record.key())).contains(record);
  }

  @Test
  void reportOfAFollower() {
    FleetShard.Key shard = new FleetShard.Key(CHECKOUT, LIVE, 7);
    ProcessReport report =
        new ProcessReport(
            "host-7#01JGJQ4V9T0000000000000001",
            2,
            12,
            new TreeSet<>(Set.of(ONE, TWO)),
            new TreeMap<>(Map.of(VersionNumber.of(3), "the disk is full")),
            Duration.ofMillis(4711),
            NOON,
            NOON.plusSeconds(180).truncatedTo(ChronoUnit.SECONDS));
    FleetShard.Sampled sampled = new FleetShard.Sampled(6, 976, NOON);
    catalog.report(shard, report, 3, NOON.plusSeconds(691_200));
    catalog.sample(shard, sampled, NOON.plusSeconds(86_400));
    assertGolden("report", "FLEET#checkout#LIVE#7", report.process());
    assertGolden("report-sampling", "FLEET#checkout#LIVE#7", "#");
    assertThat(catalog.fleet(shard, 1, Consistency.STRONG))
        .isEqualTo(new FleetShard(Optional.of(sampled), List.of(report), 0));
    assertThat(catalog.findSampled(shard)).contains(sampled);
  }

  @Test
  void reportWithCounts() {
    FleetShard.Key shard = new FleetShard.Key(CHECKOUT, LIVE, 7);
    List<Long> latencies = new ArrayList<>(LatencyHistogram.empty().counts());
    latencies.set(LatencyHistogram.bucketOf(2_000_000), 9_000L);
    latencies.set(LatencyHistogram.bucketOf(300_000_000), 12L);
    OutcomeCounts total = new OutcomeCounts(9_000, 12, new LatencyHistogram(latencies));
    OutcomeCounts step = new OutcomeCounts(40, 2, LatencyHistogram.empty());
    ProcessReport report =
        new ProcessReport(
            "host-7#01JGJQ4V9T0000000000000001",
            0,
            12,
            new TreeSet<>(Set.of(ONE, TWO)),
            new TreeMap<>(),
            Duration.ofMillis(4711),
            NOON,
            NOON.plusSeconds(180).truncatedTo(ChronoUnit.SECONDS),
            Optional.of(
                new SplitCounts(
                    11,
                    Weight.percent(10),
                    new TreeMap<>(Map.of(ONE, total, TWO, step)),
                    new TreeMap<>(Map.of(ONE, step, TWO, step)))));
    catalog.report(shard, report, 3, NOON.plusSeconds(691_200));
    assertGolden("report-with-counts", "FLEET#checkout#LIVE#7", report.process());
    assertThat(catalog.fleet(shard, 1, Consistency.STRONG))
        .isEqualTo(new FleetShard(Optional.empty(), List.of(report), 0));
  }

  @Test
  void abandonedUpload() {
    catalog.abandonUpload(CHECKOUT, "01JGJQ4V9T0000000000000001", NOON);
    assertGolden("upload-abandoned", "UPLOADS#checkout", "01JGJQ4V9T0000000000000001");
  }

  @Test
  void aliasAndLedger() {
    AliasMove creation = create();
    assertThat(catalog.move(creation)).isInstanceOf(AliasMove.Moved.class);
    assertGolden("alias", "ALIASES#checkout", "LIVE");
    assertGolden("ledger-create", "LEDGER#checkout", "LIVE#000000000001");
    assertGolden("state-referred-to", "STATES#checkout", "000000000001");
    assertThat(catalog.findAlias(CHECKOUT, LIVE)).contains(creation.after());
    assertThat(catalog.findLedgerRow(CHECKOUT, LIVE, 1)).contains(creation.row());

    AliasMove deletion = delete(creation);
    assertThat(catalog.move(deletion)).isInstanceOf(AliasMove.Moved.class);
    assertGolden("alias-deleted", "ALIASES#checkout", "LIVE");
    assertGolden("ledger-delete", "LEDGER#checkout", "LIVE#000000000002");
    assertThat(catalog.findAlias(CHECKOUT, LIVE)).contains(deletion.after());
    assertThat(catalog.findLedgerRow(CHECKOUT, LIVE, 2)).contains(deletion.row());
  }

  @Test
  void aliasWithARollout() {
    AliasMove creation = create();
    AliasEntry.Present present = (AliasEntry.Present) creation.after();
    Rollout rollout =
        new Rollout(
            "01JGJQ4V9T0000000000000003",
            RolloutPlan.of(
                    TWO,
                    RolloutStrategy.parse(
                        "Canary12.5Percent5MinutesBake1HourWaitAt12.5And100Percent"))
                .withoutGate()
                .withApprovalByAnother(),
            ONE,
            1,
            0,
            Rollout.State.RUNNING,
            1,
            NOON.plusSeconds(300),
            NOON.minusSeconds(60),
            NOON,
            "",
            "ada",
            1);
    AliasEntry.Present rolledOut =
        new AliasEntry.Present(present.alias(), "move-1", 1, 0, Optional.of(rollout));
    catalog.move(
        new AliasMove(0, rolledOut, creation.row(), creation.gained(), creation.released()));
    assertGolden("alias-rollout", "ALIASES#checkout", "LIVE");
    assertThat(catalog.findAlias(CHECKOUT, LIVE)).contains(rolledOut);
  }

  @Test
  void frozenAlias() {
    AliasMove creation = create();
    Alias alias = ((AliasEntry.Present) creation.after()).alias();
    Alias frozen =
        new Alias(
            alias.artifact(),
            alias.name(),
            alias.revision(),
            alias.routing(),
            alias.slots(),
            alias.splitId(),
            alias.versions(),
            alias.description(),
            alias.updatedAt(),
            alias.updatedBy(),
            0,
            Optional.of(new AliasFreeze(NOON.plusSeconds(86_400), "ada", "holidays")),
            AliasOverrides.NONE);
    AliasEntry entry = new AliasEntry.Present(frozen, "move-1", 1, 0, Optional.empty());
    catalog.move(new AliasMove(0, entry, creation.row(), creation.gained(), creation.released()));
    assertGolden("alias-frozen", "ALIASES#checkout", "LIVE");
    assertThat(catalog.findAlias(CHECKOUT, LIVE)).contains(entry);
  }

  @Test
  void overrides() {
    AliasMove creation = create();
    Alias alias = ((AliasEntry.Present) creation.after()).alias();
    OverridesRecord record =
        new OverridesRecord(CHECKOUT, LIVE, Overrides.of(1, Map.of("user-42", TWO, "größer", ONE)));
    Alias overridden =
        new Alias(
            alias.artifact(),
            alias.name(),
            alias.revision(),
            alias.routing(),
            alias.slots(),
            alias.splitId(),
            alias.versions(),
            alias.description(),
            alias.updatedAt(),
            alias.updatedBy(),
            0,
            Optional.empty(),
            Catalog.summary(record));
    AliasEntry entry = new AliasEntry.Present(overridden, "move-1", 1, 0, Optional.empty());
    LedgerRow row =
        new LedgerRow(
            creation.row().entry(), "move-1", 0, new TreeMap<>(), "", Catalog.summary(record));
    catalog.move(
        new AliasMove(0, entry, row, creation.gained(), creation.released(), null, record));
    assertGolden("overrides", "ALIASES#checkout", "#overrides#LIVE#000000000001");
    assertGolden("alias-overridden", "ALIASES#checkout", "LIVE");
    assertGolden("ledger-overridden", "LEDGER#checkout", "LIVE#000000000001");
    assertThat(catalog.findAlias(CHECKOUT, LIVE)).contains(entry);
    assertThat(catalog.findLedgerRow(CHECKOUT, LIVE, 1)).contains(row);
    assertThat(catalog.findOverrides(CHECKOUT, LIVE, 1, Consistency.EVENTUAL)).contains(record);
  }

  private void change(String pk, String sk, String attribute, AttributeValue value) {
    Map<String, AttributeValue> item = new HashMap<>(item(pk, sk));
    item.put(attribute, value);
    local.aws().dynamoDb().putItem(r -> r.tableName(local.table()).item(item));
  }

  @Test
  void stateIsSetAside() {
    catalog.move(create());
    change("STATES#checkout", "000000000001", "references", AttributeValue.fromS("two"));
    catalog.setAside(new AsideRequest("state of version checkout:1", 0, "ops", "move", NOON));
    assertGolden("state-referred-to", "STATES#checkout", "000000000001");
  }

  @Test
  void itemIsSetAside() {
    change("VERSIONS#checkout", "000000000001", "sha256", AttributeValue.fromS("short"));
    Map<String, AttributeValue> original = new HashMap<>(item("VERSIONS#checkout", "000000000001"));
    Aside aside = catalog.setAside(new AsideRequest("version checkout:1", 0, "ops", "move", NOON));
    assertGolden("aside", aside.keptAt().partition(), aside.keptAt().sort());
    assertGolden("version-set-aside", "VERSIONS#checkout", "000000000001");
    assertThat(catalog.findVersion(CHECKOUT, ONE))
        .contains(new VersionEntry.SetAside(CHECKOUT, ONE, NOON));
    original.keySet().removeAll(Set.of("pk", "sk"));
    assertThat(item(aside.keptAt().partition(), aside.keptAt().sort()).get("item").m())
        .isEqualTo(original);
  }

  /** Types that the library never writes are copied and compared unchanged. */
  @Test
  void itemOfAnyTypesIsSetAside() {
    Map<String, AttributeValue> types =
        Map.of(
            "bool", AttributeValue.fromBool(true),
            "nul", AttributeValue.fromNul(true),
            "fraction", AttributeValue.fromN("1.5"),
            "large", AttributeValue.fromN("123456789012345678901234567890"),
            "binary", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1, 7})),
            "texts", AttributeValue.fromSs(List.of("b,", "a")),
            "numbers", AttributeValue.fromNs(List.of("2", "1.5")),
            "binaries", AttributeValue.fromBs(List.of(SdkBytes.fromUtf8String("x"))),
            "empty", AttributeValue.fromM(Map.of()),
            "sha256", AttributeValue.fromL(List.of(AttributeValue.fromBool(false))));
    types.forEach((name, value) -> change("VERSIONS#checkout", "000000000001", name, value));
    Aside aside = catalog.setAside(new AsideRequest("version checkout:1", 0, "ops", "move", NOON));
    Map<String, AttributeValue> copy =
        item(aside.keptAt().partition(), aside.keptAt().sort()).get("item").m();
    types.forEach(
        (name, value) ->
            assertThat(ItemFormat.read(Map.of("pk", PK, "sk", PK, "v", copy.get(name))))
                .as(name)
                .isEqualTo(ItemFormat.read(Map.of("pk", PK, "sk", PK, "v", value))));
  }

  @Test
  void itemOfANewerSchemaIsNeitherReadNorChanged() {
    catalog.register(CHECKOUT, NOON);
    change("VERSIONS#checkout", "#", "schema", AttributeValue.fromN("2"));
    change("VERSIONS#checkout", "000000000001", "schema", AttributeValue.fromN("2"));
    catalog.move(create());
    change("STATES#checkout", "000000000001", "schema", AttributeValue.fromN("2"));
    change("STATES#checkout", "000000000002", "schema", AttributeValue.fromN("2"));
    Reservation wish =
        new Reservation(CHECKOUT, FINGERPRINT, "attempt", new Reservation.Always(), NOON);
    StateChange deletion =
        new StateChange(CHECKOUT, ONE, VersionState.ACTIVE, VersionState.DELETED, NOON);
    for (Runnable call :
        new Runnable[] {
          () -> catalog.findArtifact(CHECKOUT),
          () -> catalog.reserve(wish),
          () -> catalog.register(CHECKOUT, NOON),
          () -> catalog.retire(new ArtifactRecord(CHECKOUT, 0, "", "", NOON), 0),
          () -> catalog.findVersion(CHECKOUT, ONE),
          () -> catalog.findVersion(CHECKOUT, TWO),
          () -> catalog.changeState(deletion)
        }) {
      assertThatThrownBy(call::run)
          .isInstanceOf(UnreadableRecordException.class)
          .hasMessageContaining("newer version of the library wrote it");
    }
    assertThat(item("VERSIONS#checkout", "#")).doesNotContainKey("last_number");
  }

  @Test
  void aliasOfAnotherHashFunctionIsNotRead() {
    catalog.move(create());
    change("ALIASES#checkout", "LIVE", "hash", AttributeValue.fromS("better-hash"));
    assertThatThrownBy(() -> catalog.findAlias(CHECKOUT, LIVE))
        .isInstanceOf(UnreadableRecordException.class)
        .hasMessageContaining("better-hash")
        .hasMessageContaining("newer version of the library wrote it");
  }

  @Test
  void attributesThatAreNotKnownArePassedOver() {
    change("VERSIONS#checkout", "000000000001", "colour", AttributeValue.fromS("blue"));
    assertThat(catalog.findVersion(CHECKOUT, ONE))
        .contains(committed(ONE).in(VersionStatus.INITIAL));
  }

  @Test
  void damagedItemIsNamed() {
    change("VERSIONS#checkout", "000000000001", "sha256", AttributeValue.fromS("short"));
    assertThatThrownBy(() -> catalog.findVersion(CHECKOUT, ONE))
        .isInstanceOfSatisfying(
            UnreadableRecordException.class,
            e -> assertThat(e.record()).isEqualTo("version checkout:1"))
        .hasMessageContaining("version checkout:1")
        .hasMessageContaining("run fsck");
  }
}
