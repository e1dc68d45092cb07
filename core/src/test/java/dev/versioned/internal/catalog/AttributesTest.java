package dev.versioned.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The attributes that are compared before an item is set aside. */
class AttributesTest {
  /** The attributes of a rollout within its alias, and those of items that were set aside. */
  private static final Set<String> OTHERS =
      Set.of(
          Attributes.ROLLOUT_ID,
          Attributes.VERSION,
          Attributes.STRATEGY,
          Attributes.NOT_ENOUGH_DATA,
          Attributes.FROM,
          Attributes.FROM_REVISION,
          Attributes.FROM_ROLLBACK_REVISION,
          Attributes.STEP,
          Attributes.DUE_AT,
          Attributes.STARTED_AT,
          Attributes.CHANGED_AT,
          Attributes.STARTED_BY,
          Attributes.APPROVER,
          Attributes.APPROVED_STEP,
          Attributes.UNTIL,
          Attributes.COUNT,
          Attributes.ITEM,
          Attributes.ITEM_PARTITION,
          Attributes.ITEM_SORT,
          Attributes.FORMAT,
          Attributes.PLACE,
          Attributes.TABLE,
          Attributes.BOUND_AT,
          Attributes.HOME_REGION,
          Attributes.EXAMINED_AT,
          Attributes.GATE);

  @Test
  void everyAttributeOfARecordIsListed() throws IllegalAccessException {
    Set<String> all = new HashSet<>();
    for (Field field : Attributes.class.getDeclaredFields()) {
      if (field.getType() == String.class) {
        all.add((String) field.get(null));
      }
    }
    all.removeAll(OTHERS);
    assertThat(Attributes.OF_RECORDS).isEqualTo(all);
  }
}
