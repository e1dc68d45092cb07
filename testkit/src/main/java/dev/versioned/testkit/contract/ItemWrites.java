package dev.versioned.testkit.contract;

import static dev.versioned.testkit.contract.ItemFixture.WRITING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.model.BackendException;
import dev.versioned.spi.Condition;
import dev.versioned.spi.Consistency;
import dev.versioned.spi.Item;
import dev.versioned.spi.ItemChange;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import dev.versioned.spi.ItemWrite;
import dev.versioned.spi.ItemWrite.Refused;
import dev.versioned.spi.ItemWrite.Written;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Items, conditions and changes, one write at a time. */
abstract class ItemWrites {
  private static final String OTHER_PLANE = "\uD83D\uDE00";
  private static final String LAST_OF_THE_BASIC_PLANE = "\uFFFD";

  abstract ItemFixture items();

  private boolean holds(Condition condition) {
    return items().holds("a", condition);
  }

  @Test
  void everyValueComesBack() {
    ItemValue fields =
        new ItemValue.Fields(
            Map.of(
                "text", ItemValue.of(Samples.UNICODE),
                "empty", ItemValue.of(""),
                "fields", new ItemValue.Fields(ItemFixture.nothing()),
                "a.b/c:d-e f#g", ItemValue.of(1)));
    Item item =
        new Item(
            items().key(Samples.UNICODE),
            Map.of(
                "text", ItemValue.of(Samples.UNICODE),
                "empty", ItemValue.of(""),
                "zero", ItemValue.of(0),
                "least", ItemValue.of(Long.MIN_VALUE),
                "most", ItemValue.of(Long.MAX_VALUE),
                "fields", fields,
                "no_items", new ItemValue.Sequence(List.of()),
                "items", new ItemValue.Sequence(List.of(fields, ItemValue.of(1), fields)),
                "name", ItemValue.of("a word that stores reserve"),
                "size", ItemValue.of(2)));
    items().put(item);
    assertThat(items().read(Samples.UNICODE)).contains(item);
  }

  @Test
  void itemWithoutAttributesComesBack() {
    Item item = items().put(new Item(items().key("a"), ItemFixture.nothing()));
    assertThat(items().read("a")).contains(item);
    assertThat(holds(Condition.present())).isTrue();
  }

  @Test
  void weakReadSeesAWriteInTheEnd() {
    Item item = items().put("a");
    RepositoryFixture.await(
        "the write is seen",
        () ->
            items()
                .store()
                .read(ItemFixture.READING, item.key(), Consistency.EVENTUAL)
                .equals(Optional.of(item)));
  }

  @Test
  void putReplacesTheWholeItem() {
    items().put("a");
    Item next = items().put(new Item(items().key("a"), Map.of("next", ItemValue.of("only this"))));
    assertThat(items().read("a")).contains(next);
  }

  @Test
  void itemsAreEachKeysOwn() {
    Item item = items().put("a");
    assertThat(items().read("A")).isEmpty();
    assertThat(items().read("aa")).isEmpty();
    ItemFixture other = new ItemFixture(items().store(), items().partition() + "a");
    assertThat(other.read("a")).isEmpty();
    other.put(other.item("a", "other", 1));
    other.remove("a");
    assertThat(items().read("a")).contains(item);
  }

  @Test
  void deletionRemovesTheItem() {
    items().put("a");
    items().remove("a");
    assertThat(items().read("a")).isEmpty();
    // A caller that received no reply repeats the same call.
    items().remove("a");
  }

  @Test
  void refusedWritesChangeNothing() {
    Item item = items().put("a");
    Condition never = Condition.absent();
    List<ItemWrite> writes =
        List.of(
            new ItemWrite.Put(items().item("a", "next", 8), never),
            new ItemWrite.Update(item.key(), List.of(ItemChange.set("text", "next")), never),
            new ItemWrite.Delete(item.key(), never));
    for (ItemWrite write : writes) {
      assertThat(items().store().write(WRITING, write)).isEqualTo(new Refused(Optional.of(item)));
      assertThat(items().read("a")).contains(item);
    }
  }

  @Test
  void refusedWritesMakeNothing() {
    ItemKey key = items().key("a");
    List<ItemWrite> writes =
        List.of(
            new ItemWrite.Put(items().item("a"), Condition.present()),
            new ItemWrite.Update(key, List.of(ItemChange.set("text", "next")), Condition.present()),
            new ItemWrite.Delete(key, Condition.present()));
    for (ItemWrite write : writes) {
      assertThat(items().store().write(WRITING, write)).isEqualTo(new Refused(Optional.empty()));
      assertThat(items().read("a")).isEmpty();
    }
  }

  @Test
  void existenceIsACondition() {
    assertThat(holds(Condition.absent())).isTrue();
    assertThat(holds(Condition.present())).isFalse();
    items().put("a");
    assertThat(holds(Condition.absent())).isFalse();
    assertThat(holds(Condition.present())).isTrue();
  }

  @Test
  void missingAttributeIsACondition() {
    assertThat(holds(Condition.missing("text"))).isTrue();
    items().put("a");
    assertThat(holds(Condition.missing("text"))).isFalse();
    assertThat(holds(Condition.missing("other"))).isTrue();
    items().put(items().item("a", "", 0));
    assertThat(holds(Condition.missing("text"))).isFalse();
  }

  @Test
  void equalValueIsACondition() {
    assertThat(holds(Condition.equal("text", "a"))).isFalse();
    items().put(items().item("a", "a", 7));
    assertThat(holds(Condition.equal("text", "a"))).isTrue();
    assertThat(holds(Condition.equal("text", "A"))).isFalse();
    assertThat(holds(Condition.equal("text", ""))).isFalse();
    assertThat(holds(Condition.equal("number", 7))).isTrue();
    assertThat(holds(Condition.equal("number", 8))).isFalse();
    assertThat(holds(Condition.equal("other", 0))).isFalse();
    items().put(items().item("a", "7", Long.MAX_VALUE));
    assertThat(holds(Condition.equal("number", Long.MAX_VALUE))).isTrue();
    assertThat(holds(Condition.equal("number", Long.MAX_VALUE - 1))).isFalse();
  }

  @Test
  void equalNamedValuesAndSequencesAreConditions() {
    ItemValue fields =
        new ItemValue.Fields(Map.of("a", ItemValue.of(1), "b", new ItemValue.Fields(Map.of())));
    ItemValue sequence = new ItemValue.Sequence(List.of(ItemValue.of("x"), fields));
    items().put(new Item(items().key("a"), Map.of("fields", fields, "sequence", sequence)));
    assertThat(holds(new Condition.Equals("fields", fields))).isTrue();
    assertThat(holds(new Condition.Equals("fields", new ItemValue.Fields(Map.of())))).isFalse();
    assertThat(holds(new Condition.Equals("sequence", sequence))).isTrue();
    assertThat(holds(new Condition.Equals("sequence", fields))).isFalse();
  }

  @Test
  void valueOfAnotherTypeIsNotEqual() {
    items().put(items().item("a", "7", 7));
    assertThat(holds(Condition.equal("text", 7))).isFalse();
    assertThat(holds(Condition.equal("number", "7"))).isFalse();
  }

  @Test
  void differentValueIsACondition() {
    assertThat(holds(Condition.differs("text", "a"))).isTrue();
    items().put(items().item("a", "a", 7));
    assertThat(holds(Condition.differs("text", "a"))).isFalse();
    assertThat(holds(Condition.differs("text", "b"))).isTrue();
    assertThat(holds(Condition.differs("other", "a"))).isTrue();
    assertThat(holds(Condition.differs("number", "7"))).isTrue();
    assertThat(holds(new Condition.Differs("number", ItemValue.of(7)))).isFalse();
  }

  @Test
  void greatestValueIsACondition() {
    assertThat(holds(Condition.atMost("text", "b"))).isFalse();
    items().put(items().item("a", "b", 7));
    assertThat(holds(Condition.atMost("text", "b"))).isTrue();
    assertThat(holds(Condition.atMost("text", "ba"))).isTrue();
    assertThat(holds(Condition.atMost("text", "a"))).isFalse();
    assertThat(holds(Condition.atMost("text", "B"))).isFalse();
    assertThat(holds(Condition.atMost("number", 7))).isTrue();
    assertThat(holds(Condition.atMost("number", 10))).isTrue();
    assertThat(holds(Condition.atMost("number", 6))).isFalse();
    assertThat(holds(Condition.atMost("other", "z"))).isFalse();
    assertThat(holds(Condition.atMost("other", 0))).isFalse();
  }

  @Test
  void valueOfAnotherTypeIsNotAtMost() {
    items().put(items().item("a", "1", 1));
    assertThat(holds(Condition.atMost("text", 9))).isFalse();
    assertThat(holds(Condition.atMost("number", "9"))).isFalse();
  }

  @Test
  void textsAreComparedByTheirBytes() {
    items().put(items().item("a", LAST_OF_THE_BASIC_PLANE, 0));
    assertThat(holds(Condition.atMost("text", OTHER_PLANE))).isTrue();
    items().put(items().item("a", OTHER_PLANE, 0));
    assertThat(holds(Condition.atMost("text", LAST_OF_THE_BASIC_PLANE))).isFalse();
  }

  @Test
  void conditionsAreCombined() {
    items().put(items().item("a", "a", 7));
    Condition yes = Condition.equal("text", "a");
    Condition no = Condition.equal("number", 8);
    assertThat(holds(yes.and(yes))).isTrue();
    assertThat(holds(yes.and(no))).isFalse();
    assertThat(holds(yes.or(no))).isTrue();
    assertThat(holds(no.or(no))).isFalse();
    assertThat(holds(no.and(yes).or(yes))).isTrue();
    assertThat(holds(no.and(yes.or(yes)))).isFalse();
    assertThat(holds(yes.and(no.or(yes)).and(Condition.present()))).isTrue();
  }

  @Test
  void emptyConjunctionHoldsAndEmptyDisjunctionDoesNot() {
    Condition none = new Condition.Any(List.of());
    assertThat(holds(Condition.always())).isTrue();
    assertThat(holds(none)).isFalse();
    items().put("a");
    assertThat(holds(Condition.always())).isTrue();
    assertThat(holds(none)).isFalse();
    assertThat(holds(none.or(Condition.always()))).isTrue();
    assertThat(holds(Condition.always().and(none))).isFalse();
  }

  @Test
  void changesLeaveOtherAttributesAsTheyAre() {
    items().put(items().item("a", "a", 7));
    Item after =
        items()
            .change(
                "a",
                ItemChange.set("text", "b"),
                new ItemChange.Set("list", new ItemValue.Sequence(List.of(ItemValue.of(1)))),
                ItemChange.set("size", 1));
    assertThat(after)
        .isEqualTo(
            new Item(
                items().key("a"),
                Map.of(
                    "text", ItemValue.of("b"),
                    "number", ItemValue.of(7),
                    "list", new ItemValue.Sequence(List.of(ItemValue.of(1))),
                    "size", ItemValue.of(1))));
  }

  @Test
  void updateMakesAnItem() {
    Item after =
        items()
            .change(
                "a",
                ItemChange.set("text", "a"),
                new ItemChange.SetIfMissing("first", ItemValue.of("first")),
                new ItemChange.Add("number", 2));
    assertThat(after)
        .isEqualTo(
            new Item(
                items().key("a"),
                Map.of(
                    "text", ItemValue.of("a"),
                    "first", ItemValue.of("first"),
                    "number", ItemValue.of(2))));
  }

  @Test
  void valueIsSetOnlyIfItIsMissing() {
    items().put(items().item("a", "a", 7));
    Item after =
        items()
            .change(
                "a",
                new ItemChange.SetIfMissing("text", ItemValue.of("b")),
                new ItemChange.SetIfMissing("other", ItemValue.of("c")));
    assertThat(after.attributes())
        .containsEntry("text", ItemValue.of("a"))
        .containsEntry("other", ItemValue.of("c"));
  }

  @Test
  void numbersAreAdded() {
    items().put(items().item("a", "a", 7));
    assertThat(items().change("a", new ItemChange.Add("number", 3)))
        .isEqualTo(items().item("a", "a", 10));
    assertThat(items().change("a", new ItemChange.Add("number", -11)))
        .isEqualTo(items().item("a", "a", -1));
    assertThat(items().change("a", new ItemChange.Add("other", -2)).attributes())
        .containsEntry("other", ItemValue.of(-2));
  }

  @Test
  void nothingIsAddedToAText() {
    Item item = items().put("a");
    ItemWrite addition =
        new ItemWrite.Update(
            item.key(), List.of(new ItemChange.Add("text", 1)), Condition.always());
    assertThatThrownBy(() -> items().store().write(WRITING, addition))
        .isInstanceOf(BackendException.class);
    assertThat(items().read("a")).contains(item);
  }

  @Test
  void attributesAreRemoved() {
    items().put(items().item("a", "a", 7));
    Item after = items().change("a", new ItemChange.Remove("text"), new ItemChange.Remove("other"));
    assertThat(after).isEqualTo(new Item(items().key("a"), Map.of("number", ItemValue.of(7))));
  }

  @Test
  void additionsAtTheSameTimeAreAllMade() {
    assertThat(Race.run(16, i -> add())).allMatch(result -> result instanceof Written);
    assertThat(items().read("a").orElseThrow().attributes())
        .isEqualTo(Map.of("number", ItemValue.of(16)));
  }

  private ItemWrite.Result add() {
    ItemWrite addition =
        new ItemWrite.Update(
            items().key("a"), List.of(new ItemChange.Add("number", 1)), Condition.always());
    return Race.answered(() -> items().store().write(WRITING, addition));
  }

  @Test
  void ofWritesOnTheSameConditionOneIsMade() {
    for (int round = 0; round < 20; round++) {
      long before = round;
      items().put(items().item("a", "before", before));
      List<ItemWrite.Result> results =
          Race.run(
              16,
              i ->
                  Race.answered(
                      () ->
                          items()
                              .store()
                              .write(
                                  WRITING,
                                  new ItemWrite.Put(
                                      items().item("a", "by " + i, before + 1),
                                      Condition.equal("number", before)))));
      int winner =
          IntStream.range(0, results.size())
              .filter(i -> results.get(i) instanceof Written)
              .findFirst()
              .orElseThrow();
      Item made = items().item("a", "by " + winner, before + 1);
      assertThat(items().read("a")).contains(made);
      assertThat(results)
          .containsOnly(new Written(Optional.of(made)), new Refused(Optional.of(made)))
          .containsOnlyOnce(new Written(Optional.of(made)));
    }
  }
}
