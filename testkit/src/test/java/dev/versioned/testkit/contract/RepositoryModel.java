package dev.versioned.testkit.contract;

import static java.util.stream.Collectors.toCollection;

import dev.versioned.model.AliasName;
import dev.versioned.model.Latest;
import dev.versioned.model.Routing;
import dev.versioned.model.VersionNumber;
import dev.versioned.model.Weight;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * One artifact as its users understand it: the result of each call, in words. Versions hold short
 * texts; everything is a map.
 */
final class RepositoryModel {
  /** The text of each version by its number, and whether it is deleted. */
  final NavigableMap<Long, String> texts = new TreeMap<>();

  final SortedSet<Long> deleted = new TreeSet<>();
  final SortedMap<String, AliasModel> aliases = new TreeMap<>();
  private final Map<String, Long> keys = new HashMap<>();
  private Optional<String> put = Optional.empty();
  private long lastNumberAtPut;

  /** An alias: its number of changes, and the routings that served, the present one last. */
  static final class AliasModel {
    long revision;
    final List<Routing> served = new ArrayList<>();

    boolean isPresent() {
      return !served.isEmpty();
    }

    Routing routing() {
      return served.get(served.size() - 1);
    }
  }

  private long lastNumber() {
    return texts.isEmpty() ? 0 : texts.lastKey();
  }

  boolean isActive(long number) {
    return texts.containsKey(number) && !deleted.contains(number);
  }

  List<Long> active() {
    return texts.descendingKeySet().stream().filter(this::isActive).toList();
  }

  // Publishing

  String publish(String text, Optional<String> key, boolean evenIfUnchanged) {
    Long earlier = key.map(keys::get).orElse(null);
    if (earlier != null) {
      if (!text.equals(texts.get(earlier))) {
        return "IdempotencyKeyReusedException";
      }
      return isActive(earlier) ? "REPLAYED " + earlier : "NotFoundException";
    }
    long last = lastNumber();
    boolean unchanged = !evenIfUnchanged && isActive(last) && texts.get(last).equals(text);
    long number = unchanged ? last : last + 1;
    texts.put(number, text);
    key.ifPresent(k -> keys.put(k, number));
    return (unchanged ? "UNCHANGED " : "CREATED ") + number;
  }

  String publishLatest() {
    List<Long> active = active();
    if (latest().isEmpty()) {
      return "NotFoundException";
    }
    return isPutLatest()
        ? publish(put.orElseThrow(), Optional.empty(), false)
        : "UNCHANGED " + active.get(0);
  }

  String put(String text) {
    put = Optional.of(text);
    lastNumberAtPut = lastNumber();
    return "$LATEST";
  }

  private boolean isPutLatest() {
    return put.isPresent() && (active().isEmpty() || lastNumberAtPut >= active().get(0));
  }

  Optional<String> latest() {
    return isPutLatest() ? put : active().stream().findFirst().map(texts::get);
  }

  // Deleting

  private SortedSet<String> pointingTo(long number) {
    return aliases.entrySet().stream()
        .filter(entry -> entry.getValue().isPresent())
        .filter(entry -> numbers(entry.getValue().routing()).contains(number))
        .map(Map.Entry::getKey)
        .collect(toCollection(TreeSet::new));
  }

  static List<Long> numbers(Routing routing) {
    return routing.versions().stream().map(VersionNumber::value).toList();
  }

  int references(long number) {
    return pointingTo(number).size();
  }

  String delete(long number) {
    if (!isActive(number)) {
      return "done";
    } else if (!pointingTo(number).isEmpty()) {
      return "in use by " + pointingTo(number);
    }
    deleted.add(number);
    return "done";
  }

  String restore(long number) {
    deleted.remove(number);
    return texts.containsKey(number) ? "restored " + number : "NotFoundException";
  }

  String deleteArtifact() {
    SortedSet<String> present =
        aliases.entrySet().stream()
            .filter(entry -> entry.getValue().isPresent())
            .map(Map.Entry::getKey)
            .collect(toCollection(TreeSet::new));
    if (!present.isEmpty()) {
      return "in use by " + present;
    }
    deleted.addAll(texts.keySet());
    put = Optional.empty();
    return "done";
  }

  // Aliases

  AliasModel alias(String name) {
    return aliases.computeIfAbsent(AliasName.parse(name).value(), n -> new AliasModel());
  }

  private boolean canServe(Routing routing) {
    return numbers(routing).stream().allMatch(this::isActive);
  }

  String moveTo(String name, Routing routing) {
    AliasModel alias = alias(name);
    if (!canServe(routing)) {
      return "NotFoundException";
    }
    if (!alias.isPresent() || !alias.routing().equals(routing)) {
      alias.served.add(routing);
    }
    return "revision " + ++alias.revision;
  }

  String create(String name, Routing routing) {
    return alias(name).isPresent() ? "AlreadyExistsException" : moveTo(name, routing);
  }

  private String change(String name, UnaryOperator<Routing> change) {
    AliasModel alias = alias(name);
    if (!alias.isPresent()) {
      return "NotFoundException";
    }
    try {
      return moveTo(name, change.apply(alias.routing()));
    } catch (IllegalArgumentException e) {
      return "IllegalArgumentException";
    }
  }

  String weigh(String name, VersionNumber version, Weight weight) {
    return change(
        name,
        routing -> {
          SortedMap<VersionNumber, Weight> weights = new TreeMap<>(routing.additional());
          weights.put(version, weight);
          return new Routing(routing.primary(), weights);
        });
  }

  String movePrimary(String name, VersionNumber version) {
    return change(name, routing -> Routing.weighted(version, routing.additional()));
  }

  String promote(String name) {
    AliasModel alias = alias(name);
    if (!alias.isPresent() || alias.routing().additional().isEmpty()) {
      return "NotFoundException";
    }
    return alias.routing().additional().size() > 1
        ? "IllegalArgumentException"
        : moveTo(name, Routing.to(alias.routing().additional().firstKey()));
  }

  String describe(String name) {
    return change(name, routing -> routing);
  }

  String rollback(String name) {
    AliasModel alias = alias(name);
    int last = alias.served.size() - 1;
    if (last < 1 || !canServe(alias.served.get(last - 1))) {
      return "NotFoundException";
    }
    alias.served.remove(last);
    return "revision " + ++alias.revision;
  }

  String deleteAlias(String name) {
    AliasModel alias = alias(name);
    alias.revision += alias.isPresent() ? 1 : 0;
    alias.served.clear();
    return "done";
  }

  String resolve(String name) {
    AliasModel alias = alias(name);
    if (!alias.isPresent()) {
      return "NotFoundException";
    }
    return alias.routing().primary() == Latest.LATEST
        ? latest().orElse("NotFoundException")
        : texts.get(((VersionNumber) alias.routing().primary()).value());
  }
}
