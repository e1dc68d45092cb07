package dev.versioned.s3dynamo.python;

import dev.versioned.maintenance.ForeignArtifact;
import dev.versioned.model.ArtifactName;
import dev.versioned.model.BackendException;
import dev.versioned.s3dynamo.ConnectionBuilder;
import dev.versioned.s3dynamo.internal.Bucket;
import dev.versioned.s3dynamo.internal.Connection;
import dev.versioned.s3dynamo.internal.Opened;
import dev.versioned.s3dynamo.internal.Table;
import dev.versioned.s3dynamo.python.PythonFault.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A repository of Python's package {@code versioned}, of either kind: with a table (its module
 * {@code s3_and_dynamodb_backend}), or in S3 alone ({@code s3_only_backend}). It is read, and never
 * changed:
 *
 * <pre>{@code
 * try (PythonRepository python =
 *         PythonRepository.builder().bucket("old").table("versioned-artifacts").build();
 *     ArtifactRepository repository = …) {
 *   PythonExamination found = python.examine();
 *   found.faults().forEach(System.out::println);
 *   repository.importForeign(found.artifacts()).run();
 * }
 * }</pre>
 *
 * <p>Versions keep their numbers and times. {@code LATEST} becomes {@code $LATEST}; an alias keeps
 * its versions and its weight. A version that is marked as deleted becomes DELETED, and can be
 * restored. Metadata of the objects becomes metadata of the versions, and tags become metadata
 * named {@code tag:…}. The highest number that was ever found is never given again.
 *
 * <p>Thread-safe. No one should write to the repository while it is examined and imported: bytes
 * that change meanwhile fail the import, and what is new is not seen.
 */
public final class PythonRepository implements AutoCloseable {
  private static final int READERS = 8;

  private final Opened<Bucket> bucket;
  private final @Nullable Opened<Table> table;
  private final String prefix;
  private final String suffix;

  private PythonRepository(Builder builder) {
    this.prefix = builder.prefix.isEmpty() ? "" : builder.prefix + "/";
    this.suffix = builder.suffix;
    this.bucket = builder.connection.openBucket();
    this.table = builder.hybrid ? builder.connection.openTable() : null;
  }

  /**
   * Creates a builder.
   *
   * @return a builder; the bucket must be set, and the table if the repository has one
   */
  public static Builder builder() {
    return new Builder(new Connection());
  }

  /**
   * Examines the whole repository. All bytes are read and compared with the digests that were
   * recorded, and held by no one; records of all versions are held in memory.
   *
   * @return what can be imported, and what is broken
   * @throws BackendException if S3 or DynamoDB refuses or fails
   */
  public PythonExamination examine() {
    return examine(artifact -> true, true);
  }

  /**
   * Examines some artifacts, as {@link #examine()} does it. The lists of bucket and table are read
   * completely, the bytes of other artifacts are not, and faults of others are not reported.
   *
   * @param wanted which artifacts
   * @return what can be imported, and what is broken
   * @throws BackendException if S3 or DynamoDB refuses or fails
   */
  public PythonExamination examine(Predicate<ArtifactName> wanted) {
    Objects.requireNonNull(wanted, "wanted");
    return examine(wanted, false);
  }

  private PythonExamination examine(Predicate<ArtifactName> wanted, boolean all) {
    List<PythonFault> faults = Collections.synchronizedList(new ArrayList<>());
    SortedMap<String, Found> found = found(faults, name -> all || isWanted(name, wanted));
    List<ForeignArtifact> artifacts = new ArrayList<>();
    Instant now = Instant.now();
    ExecutorService readers = Executors.newFixedThreadPool(READERS);
    try {
      Examiner examiner =
          new Examiner(
              new BytesReader(bucket.client(), suffix, now, faults::add),
              layout(),
              "Python's versioned in s3://" + bucket.client().name() + "/" + prefix,
              readers,
              faults::add);
      for (Map.Entry<String, Found> each : found.entrySet()) {
        ArtifactName name = name(each.getKey(), all, faults);
        if (name != null && wanted.test(name)) {
          examiner.examine(name, each.getValue()).ifPresent(artifacts::add);
        }
      }
    } finally {
      readers.shutdownNow();
    }
    List<PythonFault> sorted = new ArrayList<>(faults);
    sorted.sort(Comparator.comparing(PythonFault::subject).thenComparing(PythonFault::kind));
    return new PythonExamination(artifacts, sorted);
  }

  private SortedMap<String, Found> found(List<PythonFault> faults, Predicate<String> reported) {
    SortedMap<String, Found> found = new TreeMap<>();
    Opened<Table> opened = table;
    if (opened != null) {
      new TableReader(
              opened.client(),
              name -> found.computeIfAbsent(name, n -> new Found()),
              reported,
              faults)
          .read();
    }
    new BucketReader(
            bucket.client(),
            prefix,
            suffix,
            layout(),
            name -> found.computeIfAbsent(name, n -> new Found()),
            reported,
            faults)
        .read();
    return found;
  }

  private Layout layout() {
    return table == null ? Layout.S3_ONLY : Layout.HYBRID;
  }

  private static boolean isWanted(String name, Predicate<ArtifactName> wanted) {
    ArtifactName valid = name(name, false, List.of());
    return valid != null && wanted.test(valid);
  }

  private static @Nullable ArtifactName name(
      String name, boolean reported, List<PythonFault> faults) {
    try {
      return ArtifactName.parse(name);
    } catch (IllegalArgumentException e) {
      if (reported) {
        faults.add(new PythonFault(Kind.NAME_INVALID, name, e.getMessage() + "; it is left out"));
      }
      return null;
    }
  }

  /** Closes the clients that this object created. */
  @Override
  public void close() {
    bucket.close();
    if (table != null) {
      table.close();
    }
  }

  /** Builds objects that read a repository. Not thread-safe. */
  public static final class Builder extends ConnectionBuilder<Builder> {
    private static final Pattern SUFFIX = Pattern.compile("[A-Za-z0-9._+=@ -]{0,64}");

    private final Connection connection;
    private String prefix = "versioned-artifacts";
    private String suffix = "";
    private boolean hybrid;

    private Builder(Connection connection) {
      super(connection);
      this.connection = connection;
    }

    /**
     * Sets the table of the repository. Without it, the repository is one in S3 alone.
     *
     * @param table the table's name, or its ARN
     * @return this builder
     */
    @Override
    public Builder table(String table) {
      super.table(table);
      hybrid = true;
      return this;
    }

    /**
     * Sets the {@code s3_prefix} of the repository, with or without a slash at its end. The default
     * is Python's: {@code versioned-artifacts}.
     *
     * @param prefix the prefix; may be empty
     * @return this builder
     */
    @Override
    public Builder prefix(String prefix) {
      Objects.requireNonNull(prefix, "prefix");
      this.prefix = prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix;
      return this;
    }

    /**
     * Sets the {@code suffix} of the repository, such as {@code .zip}; empty by default. The file
     * names of the versions are the artifact's name and the suffix.
     *
     * @param suffix the end of the name of each object
     * @return this builder
     * @throws IllegalArgumentException if no file name can end with it
     */
    public Builder suffix(String suffix) {
      Objects.requireNonNull(suffix, "suffix");
      if (!SUFFIX.matcher(suffix).matches()) {
        throw new IllegalArgumentException(
            "Cannot use '"
                + suffix
                + "' as a suffix: it must be at most 64 of A-Z a-z 0-9 . _ + = @ - and space");
      }
      this.suffix = suffix;
      return this;
    }

    /**
     * Opens the repository. Makes no network call. The builder must not be used afterwards.
     *
     * @return the repository; the caller closes it
     */
    public PythonRepository build() {
      return new PythonRepository(this);
    }
  }
}
