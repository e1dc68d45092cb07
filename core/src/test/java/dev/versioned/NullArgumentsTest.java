package dev.versioned;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.cache.ArtifactCache;
import dev.versioned.fleet.LatencyHistogram;
import dev.versioned.fleet.OutcomeCounts;
import dev.versioned.maintenance.GcReport;
import dev.versioned.maintenance.Retention;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.BlobKey;
import dev.versioned.model.IdempotencyKey;
import dev.versioned.model.Label;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Overrides;
import dev.versioned.model.Slots;
import dev.versioned.model.Version;
import dev.versioned.model.VersionLabels;
import dev.versioned.model.Weight;
import dev.versioned.rollout.Health;
import dev.versioned.rollout.HealthGate;
import dev.versioned.rollout.NotEnoughDataPolicy;
import dev.versioned.rollout.RolloutHooks;
import dev.versioned.rollout.RolloutStatus;
import dev.versioned.rollout.RolloutStrategy;
import dev.versioned.signing.Attestation;
import dev.versioned.signing.SignedPolicy;
import dev.versioned.signing.SigningKey;
import dev.versioned.signing.TrustPolicy;
import dev.versioned.signing.VerifyingKey;
import dev.versioned.spi.BlobHeader;
import dev.versioned.spi.BlobInfo;
import dev.versioned.spi.Environment;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every public method and constructor rejects null for every argument, and names the argument. */
class NullArgumentsTest {
  /** Arguments that may be null: the cause of an error, which need not be known. */
  private static final Set<String> NULLABLE =
      Set.of(
          "BackendException.accessDenied(cause)",
          "BackendException.permanentFailure(cause)",
          "BackendException.transientFailure(cause)",
          "BackendException.unknownOutcome(cause)",
          "CorruptContentException(cause)",
          "UnknownOutcomeException(cause)",
          "UnreadableContentException(cause)",
          "UnreadableRecordException(cause)",
          "UnsafeArchiveException(cause)");

  /** The item store in memory, whose interface takes records, which check their arguments. */
  private static final Set<Class<?>> STORES = Set.of(MemoryItemStore.class);

  private static final SigningKey KEY = SigningKey.generate();

  @TempDir static Path directory;

  private final ArtifactRepository repository = ArtifactRepository.inMemory();
  private final Map<Class<?>, Object> samples = new HashMap<>();

  NullArgumentsTest() {
    Artifact artifact = repository.artifact("checkout");
    Version version = artifact.publish(Content.of("one")).version();
    Version second =
        artifact
            .publish(
                Content.of("two"),
                options -> add(options.description("two").onProgress(progress -> {})))
            .version();
    artifact.download(second, directory.resolve("two"), options -> add(options));
    artifact.put(Content.of("three"), options -> add(options));
    VersionLabels labels = artifact.label(version, options -> add(options.add("x")));
    AliasHandle live = artifact.alias("LIVE");
    Alias alias = live.pointTo(version, update -> add(update));
    RolloutStrategy strategy = RolloutStrategy.parse("Canary10Percent5Minutes");
    RolloutHandle rollout = live.rollout();
    RolloutStatus status = rollout.start(second, strategy);
    Environment environment = Environment.system();
    BlobKey key = BlobKey.ofVersion(artifact.name(), version.number(), "");
    MemoryBlobStore blobs = new MemoryBlobStore();
    Clock clock = Clock.systemUTC();
    LiveAlias following = live.watch(options -> add(options.report(report -> add(report))));
    Slots slots = alias.slots();
    Stream.of(
            repository,
            artifact,
            version,
            Label.parse("x"),
            labels,
            artifact.compare(version, second),
            live,
            live.fleetGate(),
            LatencyHistogram.empty(),
            OutcomeCounts.none(),
            alias,
            rollout,
            status,
            status.rollout(),
            status.rollout().plan(),
            strategy,
            strategy.waitAt(Weight.percent(10)),
            environment,
            clock,
            key,
            blobs,
            following,
            following.outcomes(),
            slots,
            slots.runs().get(0),
            alias.router(),
            alias.overrides(),
            Overrides.NONE,
            alias.routing(),
            artifact.name(),
            live.name(),
            version.number(),
            version.digest(),
            Weight.percent(1),
            Content.of("x"),
            RepositorySettings.defaults(),
            repository.releaseSet(),
            repository.gc(),
            repository.rolloutTicker(),
            new IllegalStateException("x"),
            repository.exportTo(directory),
            repository.fsck(),
            Retention.newest(1),
            Retention.newest(1).rules().get(0),
            artifact.prune(Retention.newest(1)),
            live.ledger().findFirst().orElseThrow(),
            rollout.tick(HealthGate.open()),
            RolloutHooks.none(),
            RolloutDriver.of(rollout, HealthGate.open()),
            RolloutDriver.of(rollout, HealthGate.open()).start(),
            Health.healthy(),
            NotEnoughDataPolicy.proceed(),
            ArtifactCache.builder(repository, directory.resolve("cache")),
            ArtifactCache.builder(repository, directory.resolve("cache")).build(),
            new GcReport(Map.of(), List.of(), 0),
            repository.binding(),
            new BlobInfo(key, 1, "etag", "attempt", Instant.EPOCH),
            new BlobHeader("text/plain", "", "attempt"),
            new MemoryItemStore(),
            new NotFoundException("x", NotFoundException.Subject.ALIAS),
            new IdempotencyKey("k"),
            KEY,
            KEY.verifyingKey(),
            TrustPolicy.of(KEY.verifyingKey()),
            new SignedPolicy(TrustPolicy.of(KEY.verifyingKey()), 1),
            attestation(),
            new VerifyingKey[0],
            new String[0],
            "x",
            new byte[32],
            directory,
            Duration.ofHours(1),
            Instant.EPOCH,
            Optional.empty(),
            OptionalLong.empty(),
            new TreeMap<>(),
            List.of(),
            Set.of(),
            new ByteArrayInputStream(new byte[0]),
            new IllegalStateException(),
            new HealthGate[0],
            new TreeSet<>())
        .forEach(this::add);
  }

  private static Attestation attestation() {
    String statement = "{\"_type\":\"https://in-toto.io/Statement/v1\",\"predicateType\":\"test\"}";
    return Attestation.parse(
        "{\"payloadType\":\"application/vnd.in-toto+json\",\"payload\":\""
            + Base64.getEncoder().encodeToString(statement.getBytes(StandardCharsets.UTF_8))
            + "\",\"signatures\":[{\"sig\":\"AAAA\"}]}",
        Instant.EPOCH);
  }

  private void add(Object sample) {
    samples.putIfAbsent(sample.getClass(), sample);
  }

  @AfterEach
  void close() {
    ((RolloutDriver) sample(RolloutDriver.class)).close();
    ((LiveAlias) sample(LiveAlias.class)).close();
    repository.close();
  }

  @Test
  void everyPublicDoorRefusesNullByName() throws Exception {
    List<String> wrong = new ArrayList<>();
    Set<String> nullable = new TreeSet<>();
    int tried = 0;
    for (Class<?> type : publicTypes()) {
      for (Executable door : doors(type)) {
        Parameter[] parameters = door.getParameters();
        for (int i = 0; i < parameters.length; i++) {
          if (parameters[i].getType().isPrimitive()) {
            continue;
          } else if (parameters[i].getAnnotatedType().isAnnotationPresent(Nullable.class)) {
            nullable.add(name(door, parameters[i]));
            continue;
          }
          tried++;
          String answer = callWithNull(door, i);
          if (!answer.equals(parameters[i].getName())) {
            wrong.add(name(door, parameters[i]) + " of " + door + ": " + answer);
          }
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(nullable).isEqualTo(new TreeSet<>(NULLABLE));
    assertThat(tried).isGreaterThan(150);
  }

  private static String name(Executable door, Parameter parameter) {
    String type = door.getDeclaringClass().getName().replaceAll(".*\\.", "").replace('$', '.');
    return type
        + (door instanceof Constructor<?> ? "" : "." + door.getName())
        + "("
        + parameter.getName()
        + ")";
  }

  /**
   * Returns all public types of core that users call, without those of spi, which are for stores.
   */
  private static List<Class<?>> publicTypes() throws Exception {
    Path core = Path.of(Artifact.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(core)) {
      return publicTypes(core);
    }
    try (FileSystem jar = FileSystems.newFileSystem(core)) {
      return publicTypes(jar.getPath("/"));
    }
  }

  private static List<Class<?>> publicTypes(Path root) throws Exception {
    List<Class<?>> types = new ArrayList<>();
    try (Stream<Path> files = Files.walk(root.resolve("dev"))) {
      for (Path file : (Iterable<Path>) files.sorted()::iterator) {
        String name =
            root.relativize(file).toString().replace(file.getFileSystem().getSeparator(), ".");
        if (name.endsWith(".class")
            && !name.startsWith("dev.versioned.spi.")
            && !name.startsWith("dev.versioned.internal.")) {
          Class<?> type = Class.forName(name.substring(0, name.length() - ".class".length()));
          if (isPublic(type) && !STORES.contains(type)) {
            types.add(type);
          }
        }
      }
    }
    return types;
  }

  private static boolean isPublic(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
  }

  private static List<Executable> doors(Class<?> type) {
    return Stream.<Executable>concat(
            Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods()))
        .filter(door -> Modifier.isPublic(door.getModifiers()) && !door.isSynthetic())
        .filter(door -> !Modifier.isAbstract(door.getModifiers()))
        // Methods of Object and Enum belong to Java.
        .filter(door -> !door.getName().equals("equals"))
        .filter(door -> !(type.isEnum() && door.getName().equals("valueOf")))
        .toList();
  }

  /** Returns the message of the NullPointerException, or the result that was returned instead. */
  private String callWithNull(Executable door, int index) throws Exception {
    Parameter[] parameters = door.getParameters();
    Object[] arguments = new Object[parameters.length];
    for (int i = 0; i < parameters.length; i++) {
      arguments[i] = i == index ? null : sample(parameters[i].getType());
    }
    try {
      Object result =
          door instanceof Constructor<?> constructor
              ? constructor.newInstance(arguments)
              : ((Method) door)
                  .invoke(
                      Modifier.isStatic(door.getModifiers())
                          ? null
                          : sample(door.getDeclaringClass()),
                      arguments);
      return "returned " + (result == null ? "nothing" : result.getClass().getName());
    } catch (InvocationTargetException e) {
      return e.getCause() instanceof NullPointerException
          ? String.valueOf(e.getCause().getMessage())
          : "threw " + e.getCause().getClass().getName();
    }
  }

  private Object sample(Class<?> type) {
    if (type == int.class) {
      return 1;
    } else if (type == long.class) {
      return 1L;
    } else if (type == double.class) {
      return 1.0;
    } else if (type == boolean.class) {
      return true;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    Optional<Object> known = samples.values().stream().filter(type::isInstance).findFirst();
    if (known.isPresent()) {
      return known.get();
    } else if (type.isInterface() && !type.isSealed()) {
      return Proxy.newProxyInstance(
          type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> null);
    }
    return made(type);
  }

  /** Returns a record or an exception, made by its constructor. */
  private Object made(Class<?> type) {
    Constructor<?> constructor = type.getConstructors()[0];
    try {
      return constructor.newInstance(
          Arrays.stream(constructor.getParameterTypes()).map(this::sample).toArray());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("there is no sample of " + type, e);
    }
  }
}
