package dev.versioned.s3dynamo;

import dev.versioned.AliasHandle;
import dev.versioned.Artifact;
import dev.versioned.ArtifactRepository;
import dev.versioned.Content;
import dev.versioned.RepositorySettings;
import dev.versioned.internal.JsonText;
import dev.versioned.memory.MemoryBlobStore;
import dev.versioned.memory.MemoryItemStore;
import dev.versioned.model.Alias;
import dev.versioned.model.NotFoundException;
import dev.versioned.model.Router;
import dev.versioned.model.Target;
import dev.versioned.model.UnreadableRecordException;
import dev.versioned.model.Version;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Environment;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A table that the library fills, by a fixed clock and fixed ids, and questions about it, which the
 * library answers. Its items are changed by hand for what others might write.
 */
final class VectorTable {
  private static final String ASK = "ask";

  private final MemoryItemStore items = new MemoryItemStore();
  private final AtomicInteger ids = new AtomicInteger();
  private final List<String> questions = new ArrayList<>();
  private final ArtifactRepository repository = open(items);

  private ArtifactRepository open(MemoryItemStore store) {
    Environment environment =
        new Environment(
            Clock.fixed(Instant.parse("2026-01-02T12:00:00.123Z"), ZoneOffset.UTC),
            duration -> {},
            () -> new Random(1),
            () -> "01JGJQ4V9T%016d".formatted(ids.incrementAndGet()),
            Runnable::run);
    return ArtifactRepository.of(
        new MemoryBlobStore(),
        store,
        RepositorySettings.defaults().withActor("ci").withPublishWait(Duration.ZERO),
        environment);
  }

  Artifact checkout() {
    return repository.artifact("checkout");
  }

  Artifact artifact(String name) {
    return repository.artifact(name);
  }

  /** Publishes versions with the contents {@code v1}, {@code v2} … */
  List<Version> publish(int count) {
    List<Version> made = new ArrayList<>();
    for (int i = 1; i <= count; i++) {
      made.add(checkout().publish(Content.of("v" + i).withFileName("checkout.jar")).version());
    }
    return made;
  }

  /** Changes an item as the library never would. */
  VectorTable change(String pk, String sk, UnaryOperator<Map<String, ItemValue>> change) {
    ItemKey key = new ItemKey(pk, sk);
    Map<String, ItemValue> attributes =
        items
            .read(ASK, key, Consistency.STRONG)
            .map(item -> new TreeMap<>(item.attributes()))
            .orElseGet(TreeMap::new);
    return put(key, change.apply(attributes));
  }

  VectorTable set(String pk, String sk, String attribute, ItemValue value) {
    return change(
        pk,
        sk,
        attributes -> {
          attributes.put(attribute, value);
          return attributes;
        });
  }

  VectorTable drop(String pk, String sk, String attribute) {
    return change(
        pk,
        sk,
        attributes -> {
          attributes.remove(attribute);
          return attributes;
        });
  }

  VectorTable remove(String pk, String sk) {
    items.write(ASK, new ItemWrite.Delete(new ItemKey(pk, sk), Condition.always()));
    return this;
  }

  /** Copies the attributes of an item to another key. */
  VectorTable copy(String pk, String sk, String toPk, String toSk) {
    Item item = items.read(ASK, new ItemKey(pk, sk), Consistency.STRONG).orElseThrow();
    return put(new ItemKey(toPk, toSk), item.attributes());
  }

  private VectorTable put(ItemKey key, Map<String, ItemValue> attributes) {
    items.write(ASK, new ItemWrite.Put(new Item(key, attributes), Condition.always()));
    return this;
  }

  VectorTable resolve(String... qualifiers) {
    for (String qualifier : qualifiers) {
      String answer;
      try (ArtifactRepository reader = open(items.copy())) {
        answer = "\"version\": " + show(reader.artifact("checkout").resolve(qualifier));
      } catch (NotFoundException e) {
        answer = error("NOT_FOUND");
      } catch (UnreadableRecordException e) {
        answer = error(e.reason().name());
      }
      questions.add(
          "{\"artifact\": \"checkout\", \"resolve\": "
              + JsonText.quoted(qualifier)
              + ", "
              + answer
              + "}");
    }
    return this;
  }

  VectorTable route(String artifact, String alias, String... keys) {
    for (String key : keys) {
      String answer;
      try (ArtifactRepository reader = open(items.copy())) {
        AliasHandle handle = reader.artifact(artifact).alias(alias);
        Alias read = handle.read();
        Router<Target> router = read.router(handle.overrides(read), target -> target);
        answer = "\"slot\": " + router.slot(key) + ", \"target\": \"" + router.route(key) + "\"";
      } catch (UnreadableRecordException e) {
        answer = error(e.reason().name());
      }
      questions.add(
          "{\"artifact\": \"%s\", \"alias\": \"%s\", \"route\": %s, %s}"
              .formatted(artifact, alias, JsonText.quoted(key), answer));
    }
    return this;
  }

  private static String error(String kind) {
    return "\"error\": \"" + kind + "\"";
  }

  private static String show(Version version) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("artifact", JsonText.quoted(version.artifact().value()));
    members.put("number", version.isPublished() ? version.number().toString() : "null");
    members.put("sha256", JsonText.quoted(version.digest().hex()));
    members.put("size_bytes", Long.toString(version.sizeBytes()));
    members.put("key", JsonText.quoted(version.key().value()));
    members.put("content_type", JsonText.quoted(version.contentType()));
    members.put("file_name", JsonText.quoted(version.fileName()));
    members.put("description", JsonText.quoted(version.description()));
    Map<String, String> metadata = new TreeMap<>(version.metadata());
    metadata.replaceAll((name, value) -> JsonText.quoted(value));
    members.put("metadata", object(metadata));
    members.put("created_at", JsonText.quoted(version.createdAt().toString()));
    members.put("created_by", JsonText.quoted(version.createdBy()));
    return object(members);
  }

  /** Returns an object whose values are JSON. */
  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> JsonText.quoted(member.getKey()) + ": " + member.getValue())
        .collect(Collectors.joining(", ", "{", "}"));
  }

  /** Returns the items that readers read, and the questions with their answers. */
  String json(String name) {
    List<String> shown =
        items
            .keys(ASK)
            .filter(key -> key.partition().matches("(VERSIONS|STATES|ALIASES)#.*"))
            .filter(key -> !key.sort().startsWith("#move#"))
            .sorted(Comparator.comparing(ItemKey::partition).thenComparing(ItemKey::sort))
            .map(key -> items.read(ASK, key, Consistency.STRONG).orElseThrow())
            .map(item -> show(AttributeValue.fromM(ItemFormat.write(item)), true))
            .toList();
    return "  {\"name\": %s,\n   \"items\": [\n    %s],\n   \"questions\": [\n    %s]}"
        .formatted(
            JsonText.quoted(name),
            String.join(",\n    ", shown),
            String.join(",\n    ", questions));
  }

  private static String show(AttributeValue value, boolean whole) {
    return switch (value.type()) {
      case S -> "{\"S\": " + JsonText.quoted(value.s()) + "}";
      case N -> "{\"N\": \"" + value.n() + "\"}";
      case M -> {
        Map<String, String> members = new TreeMap<>();
        value.m().forEach((name, each) -> members.put(name, show(each, false)));
        yield whole ? object(members) : "{\"M\": " + object(members) + "}";
      }
      case L ->
          value.l().stream()
              .map(each -> show(each, false))
              .collect(Collectors.joining(", ", "{\"L\": [", "]}"));
      default -> throw new AssertionError("an attribute of type " + value.type());
    };
  }
}
