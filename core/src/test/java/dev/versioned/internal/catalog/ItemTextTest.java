package dev.versioned.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.versioned.spi.Item;
import dev.versioned.spi.ItemKey;
import dev.versioned.spi.ItemValue;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Items as text. */
class ItemTextTest {
  private static final List<String> NAMES =
      List.of("", "a", "a/b", "[0]", "%2F", "x=y", "git.sha", "#", "\u00e9\u4e2d", " b ", "a\nb");

  private static String name(Random random) {
    return NAMES.get(random.nextInt(NAMES.size()));
  }

  private static ItemValue value(Random random, int depth) {
    return switch (random.nextInt(depth == 0 ? 2 : 4)) {
      case 0 -> ItemValue.of(name(random));
      case 1 -> ItemValue.of(random.nextLong());
      case 2 -> new ItemValue.Fields(fields(random, depth - 1));
      default -> {
        List<ItemValue> values = new ArrayList<>();
        for (int i = random.nextInt(13); i > 0; i--) {
          values.add(value(random, depth - 1));
        }
        yield new ItemValue.Sequence(values);
      }
    };
  }

  private static Map<String, ItemValue> fields(Random random, int depth) {
    Map<String, ItemValue> fields = new TreeMap<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      fields.put(name(random), value(random, depth));
    }
    return fields;
  }

  @Test
  void itemsAreReadAsTheyWereWritten() {
    Random random = new Random(1);
    for (int i = 0; i < 2_000; i++) {
      Map<ItemKey, Item> items = new HashMap<>();
      for (int n = random.nextInt(4); n > 0; n--) {
        ItemKey key = new ItemKey(name(random), name(random));
        items.put(key, new Item(key, fields(random, 3)));
      }
      String text = ItemText.write(items.values());
      assertThat(ItemText.read(text)).as(text).containsExactlyInAnyOrderElementsOf(items.values());
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a=S x",
        "a/b=S x",
        "a/b/c=",
        "a/b/c=X 1",
        "a/b/c=N 1.5",
        "a/b/c=N 99999999999999999999",
        "a/b/c/[0]=S x\na/b/c/[2]=S x",
        "a/b/c=S x\na/b/c/d=S x",
        "a/b/%zz=S x",
        "a/b/c=\\u00zz"
      })
  void otherTextIsRefused(String text) {
    assertThatThrownBy(() -> ItemText.read(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void deepTextIsRefusedBeforeItIsRead() {
    String deep = "a/".repeat(100_000) + "b=S x";
    assertThatThrownBy(() -> ItemText.read(deep))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 to 16 steps");
  }
}
