package dev.versioned.s3dynamo.python;

import dev.versioned.s3dynamo.internal.AwsErrors.Call;
import dev.versioned.s3dynamo.internal.Table;
import dev.versioned.s3dynamo.python.Found.AliasItem;
import dev.versioned.s3dynamo.python.Found.VersionItem;
import dev.versioned.s3dynamo.python.PythonFault.Kind;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Reads the table of a hybrid repository. */
final class TableReader {
  private static final String ALIASES_START = "__";
  private static final String ALIASES_END = "-alias";
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSZ", Locale.ROOT);

  private final Table table;
  private final Function<String, Found> artifacts;
  private final Predicate<String> reported;
  private final List<PythonFault> faults;

  TableReader(
      Table table,
      Function<String, Found> artifacts,
      Predicate<String> reported,
      List<PythonFault> faults) {
    this.table = table;
    this.artifacts = artifacts;
    this.reported = reported;
    this.faults = faults;
  }

  void read() {
    Call call = Call.read("read table " + table.name(), "dynamodb:Scan");
    table
        .errors()
        .call(
            call,
            () -> {
              table
                  .client()
                  .scanPaginator(r -> r.tableName(table.name()).consistentRead(true))
                  .items()
                  .forEach(this::read);
              return true;
            });
  }

  private void read(Map<String, AttributeValue> item) {
    String pk = text(item, "pk");
    String sk = text(item, "sk");
    if (pk == null || sk == null) {
      unknown("", String.valueOf(item.keySet()));
    } else if (pk.startsWith(ALIASES_START) && pk.endsWith(ALIASES_END)) {
      String name = pk.substring(ALIASES_START.length(), pk.length() - ALIASES_END.length());
      alias(name, sk, item);
    } else {
      version(pk, sk, item);
    }
  }

  private void unknown(String artifact, String what) {
    add(
        artifact,
        new PythonFault(
            Kind.UNKNOWN, "item " + what, "Python's versioned writes no such item; it is ignored"));
  }

  private void version(String name, String sk, Map<String, AttributeValue> item) {
    OptionalLong version = Layout.HYBRID.versionOf(sk);
    if (version.isEmpty()) {
      unknown(name, name + "/" + sk);
      return;
    }
    AttributeValue deleted = item.get("is_deleted");
    artifacts
        .apply(name)
        .item(
            version.getAsLong(),
            new VersionItem(
                Optional.ofNullable(text(item, "sha256")),
                time(text(item, "update_at")),
                deleted != null && Boolean.TRUE.equals(deleted.bool())));
  }

  private void alias(String name, String alias, Map<String, AttributeValue> item) {
    String version = text(item, "version");
    Optional<Instant> updatedAt = time(text(item, "update_at"));
    if (version == null || updatedAt.isEmpty()) {
      add(
          name,
          new PythonFault(
              Kind.RECORD_UNREADABLE,
              name + ":" + alias,
              "its item has no version or no time; it is left out"));
      return;
    }
    AttributeValue weight = item.get("secondary_version_weight");
    artifacts
        .apply(name)
        .alias(
            new AliasItem(
                alias,
                version,
                text(item, "secondary_version"),
                weight == null ? null : weight.n(),
                updatedAt.get()));
  }

  private void add(String artifact, PythonFault fault) {
    if (reported.test(artifact)) {
      faults.add(fault);
    }
  }

  private static @Nullable String text(Map<String, AttributeValue> item, String name) {
    AttributeValue value = item.get(name);
    return value == null ? null : value.s();
  }

  private static Optional<Instant> time(@Nullable String text) {
    try {
      return text == null ? Optional.empty() : Optional.of(Instant.from(TIME.parse(text)));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
