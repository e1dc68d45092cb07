package dev.versioned.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.versioned.fleet.ProcessReport;
import dev.versioned.internal.catalog.ArchiveEntry;
import dev.versioned.internal.catalog.AsideRequest;
import dev.versioned.internal.catalog.Bond;
import dev.versioned.internal.catalog.Catalog;
import dev.versioned.internal.catalog.ImportWrites;
import dev.versioned.internal.catalog.RepositoryItem;
import dev.versioned.internal.catalog.Unreadable;
import dev.versioned.internal.probe.StoreProbe;
import dev.versioned.internal.record.AliasEntry;
import dev.versioned.internal.record.AliasMove;
import dev.versioned.internal.record.AliasMoveSet;
import dev.versioned.internal.record.ArtifactRecord;
import dev.versioned.internal.record.FleetShard;
import dev.versioned.internal.record.IdempotencyRecord;
import dev.versioned.internal.record.LedgerRow;
import dev.versioned.internal.record.MoveRecord;
import dev.versioned.internal.record.OverridesRecord;
import dev.versioned.internal.record.Reservation;
import dev.versioned.internal.record.StateChange;
import dev.versioned.internal.record.StoredLabels;
import dev.versioned.internal.record.VersionAttestation;
import dev.versioned.internal.record.VersionEntry;
import dev.versioned.internal.record.VersionRecord;
import dev.versioned.internal.record.VersionSignature;
import dev.versioned.internal.record.VersionStatus;
import dev.versioned.internal.record.WorkingCopy;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.AliasName;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.model.BlobKey;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.Overrides;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.VersionState;
import dev.versioned.signing.Attestation;
import dev.versioned.spi.BlobStore;
import dev.versioned.spi.BlobUpload;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Environment;
import dev.versioned.spi.ItemStore;
import dev.versioned.spi.StoreIdentity;
import dev.versioned.testkit.fault.Fault;
import dev.versioned.testkit.fault.FaultInjector;
import dev.versioned.testkit.fault.FaultyBlobStore;
import dev.versioned.testkit.fault.FaultyItemStore;
import dev.versioned.testkit.fault.StoreOperation;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Every call of the library to its stores has an operation that faults can refer to. */
class EveryCallMeetsFaultsTest {
  private final Set<StoreOperation> met =
      java.util.Collections.synchronizedSet(EnumSet.noneOf(StoreOperation.class));
  private final FaultInjector refusing =
      new FaultInjector(
          call -> {
            met.add(call.operation());
            return Fault.REFUSE;
          });
  private final ItemStore items = new FaultyItemStore(new MemoryItemStore(), refusing);
  private final Catalog catalog = new Catalog(items, Runnable::run);

  private static final Set<String> MAKE_NO_REQUEST = Set.of("place", "dump", "imports");

  /** Names may be any words, including the first words of a purpose. */
  private static final List<ArtifactName> NAMES =
      List.of(
          ArtifactName.parse("checkout"),
          ArtifactName.parse("upload"),
          ArtifactName.parse("alias"),
          ArtifactName.parse("version"),
          ArtifactName.parse("artifact"),
          ArtifactName.parse("revision"));

  @Test
  void everyMethodOfBothStoresMeetsFaults() throws ReflectiveOperationException {
    BlobStore blobs = new FaultyBlobStore(new MemoryBlobStore(), refusing);
    refuses(
        BlobStore.class,
        blobs,
        method -> Modifier.isAbstract(method.getModifiers()) && !method.getName().equals("begin"),
        Map.of(InputStream.class, InputStream.nullInputStream()));
    // Some results must be consumed before the call is made.
    BlobKey key = BlobKey.ofUpload(NAMES.get(0), "upload-1", "");
    try (BlobUpload upload = blobs.begin(key, BlobFixture.header("attempt-1"), 0)) {
      refuses(BlobUpload.class, upload, method -> method.getName().equals("complete"), Map.of());
    }
    for (ArtifactName name : NAMES) {
      met.removeIf(operation -> operation.compareTo(StoreOperation.RESERVE) >= 0);
      refuses(
          Catalog.class,
          catalog,
          method ->
              method.getDeclaringClass() == Catalog.class
                  && !Modifier.isStatic(method.getModifiers())
                  && !MAKE_NO_REQUEST.contains(method.getName()),
          arguments(new CatalogFixture(catalog, name)));
      refuses(
          ImportWrites.class,
          catalog.imports(),
          method ->
              method.getDeclaringClass() == ImportWrites.class
                  && !method.getName().equals("moves"), // lazy
          imported(new CatalogFixture(catalog, name)));
      assertThatThrownBy(() -> catalog.imports().moves(name, 10).toList())
          .isInstanceOf(BackendException.class);
      refuses(
          RepositoryItem.class,
          new RepositoryItem(items),
          method ->
              method.getDeclaringClass() == RepositoryItem.class
                  && !method.getName().equals("epoch"), // makes no request
          Map.of(
              ArtifactName.class,
              name,
              Instant.class,
              Samples.TIME,
              String.class,
              "eu-west-1",
              Bond.class,
              new Bond("table", "place", Samples.TIME)));
      assertThat(
              StoreProbe.run(blobs, items, StoreIdentity.of("t"), Environment.system()).isUsable())
          .isFalse();
      assertThat(met).as("%s", name).isEqualTo(EnumSet.allOf(StoreOperation.class));
    }
  }

  @Test
  void readingTheWorkingCopyIsThreeOperations() {
    assertThat(catchThrowable(() -> catalog.latest(NAMES.get(0))))
        .isInstanceOf(BackendException.class);
    assertThat(met)
        .containsExactlyInAnyOrder(
            StoreOperation.LATEST, StoreOperation.VERSIONS, StoreOperation.STATES);
  }

  @Test
  void unknownPurposeIsRefused() {
    assertThatThrownBy(() -> StoreOperation.of("ponder checkout:7"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ponder checkout:7")
        .hasMessageContaining("StoreOperation");
  }

  private static Map<Class<?>, Object> arguments(CatalogFixture of) {
    AliasMove move = of.plan("LIVE", Optional.empty(), CatalogFixture.to(1));
    return Map.ofEntries(
        Map.entry(ArtifactName.class, of.artifact()),
        Map.entry(AliasName.class, AliasName.parse("LIVE")),
        Map.entry(IdempotencyKey.class, new IdempotencyKey("key")),
        Map.entry(VersionNumber.class, VersionNumber.of(1)),
        Map.entry(Instant.class, Samples.TIME),
        Map.entry(String.class, "upload-1"),
        Map.entry(Reservation.class, of.wish("a", "attempt", new Reservation.Always())),
        Map.entry(VersionRecord.class, of.recordOf(1)),
        Map.entry(ArtifactRecord.class, new ArtifactRecord(of.artifact(), 1, "", "", Samples.TIME)),
        Map.entry(
            AsideRequest.class,
            new AsideRequest(
                "alias " + of.artifact() + ":LIVE", 0, "tester", "move", Samples.TIME)),
        Map.entry(IdempotencyRecord.class, of.record("key", 1, Samples.TIME)),
        Map.entry(
            StateChange.class,
            new StateChange(
                of.artifact(),
                VersionNumber.of(1),
                VersionState.ACTIVE,
                VersionState.DELETED,
                Samples.TIME)),
        Map.entry(WorkingCopy.class, of.copy("upload-1", 1, 0)),
        Map.entry(VersionSignature.class, signature(of)),
        Map.entry(VersionAttestation.class, attestation(of)),
        Map.entry(StoredLabels.class, labels(of)),
        Map.entry(
            FleetShard.Key.class, new FleetShard.Key(of.artifact(), AliasName.parse("LIVE"), 0)),
        Map.entry(
            ProcessReport.class,
            new ProcessReport(
                "host-7",
                0,
                1,
                new TreeSet<>(),
                new TreeMap<>(),
                Duration.ZERO,
                Samples.TIME,
                Samples.TIME)),
        Map.entry(Consistency.class, Consistency.STRONG),
        Map.entry(FleetShard.Sampled.class, new FleetShard.Sampled(0, 1, Samples.TIME)),
        Map.entry(Unreadable.class, Unreadable.FAIL),
        Map.entry(AliasMove.class, move),
        Map.entry(AliasMoveSet.class, new AliasMoveSet(List.of(move))));
  }

  private static VersionSignature signature(CatalogFixture of) {
    return new VersionSignature(of.artifact(), VersionNumber.of(1), "key", "AAAA", Samples.TIME);
  }

  private static VersionAttestation attestation(CatalogFixture of) {
    String statement = "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"test\"}";
    return new VersionAttestation(
        of.artifact(),
        VersionNumber.of(1),
        Attestation.parse(
            "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\""
                + Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8))
                + "\",\"signatures\":[{\"sig\":\"AAAA\"}]}",
            Samples.TIME));
  }

  private static StoredLabels labels(CatalogFixture of) {
    return new StoredLabels(
        new VersionLabels(
            of.artifact(), VersionNumber.of(1), new TreeMap<>(), 1, Samples.TIME, "tester"),
        "attempt");
  }

  private static Map<Class<?>, Object> imported(CatalogFixture of) {
    AliasMove move = of.plan("LIVE", Optional.empty(), CatalogFixture.to(1));
    return Map.ofEntries(
        Map.entry(ArtifactName.class, of.artifact()),
        Map.entry(Instant.class, Samples.TIME),
        Map.entry(
            ArchiveEntry.Counter.class,
            new ArchiveEntry.Counter(
                new ArtifactRecord(of.artifact(), 1, "", "", Samples.TIME), true)),
        Map.entry(VersionEntry.class, of.recordOf(1).in(VersionStatus.INITIAL)),
        Map.entry(
            ArchiveEntry.Latest.class,
            new ArchiveEntry.Latest(1, Optional.of(of.copy("upload-1", 1, 0)))),
        Map.entry(StoredLabels.class, labels(of)),
        Map.entry(IdempotencyRecord.class, of.record("key", 1, Samples.TIME)),
        Map.entry(
            MoveRecord.class,
            new MoveRecord(
                of.artifact(),
                AliasName.parse("LIVE"),
                new IdempotencyKey("key"),
                "request",
                1,
                "move",
                Samples.TIME)),
        Map.entry(VersionSignature.class, signature(of)),
        Map.entry(VersionAttestation.class, attestation(of)),
        Map.entry(LedgerRow.class, move.row()),
        Map.entry(
            OverridesRecord.class,
            new OverridesRecord(
                of.artifact(),
                AliasName.parse("LIVE"),
                Overrides.of(1, Map.of("user-42", VersionNumber.of(1))))),
        Map.entry(AliasEntry.class, move.after()));
  }

  private static <T> void refuses(
      Class<T> type, T store, Predicate<Method> which, Map<Class<?>, Object> arguments)
      throws ReflectiveOperationException {
    List<Method> methods =
        Arrays.stream(type.getMethods())
            .filter(method -> which.test(method) && !method.getName().equals("close"))
            .toList();
    assertThat(methods).isNotEmpty();
    for (Method method : methods) {
      Object[] given =
          Arrays.stream(method.getParameterTypes())
              .map(parameter -> argument(parameter, arguments))
              .toArray();
      assertThatThrownBy(() -> method.invoke(store, given))
          .as(method.toString())
          .hasCauseInstanceOf(BackendException.class);
    }
  }

  private static Object argument(Class<?> type, Map<Class<?>, Object> arguments) {
    if (type == int.class) {
      return 1;
    }
    return type == long.class ? (Object) 2L : arguments.get(type);
  }
}
