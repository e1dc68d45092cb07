package dev.versioned.internal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.versioned.spi.ItemKey;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Records are named as users know them, and can be found by these names. */
class RecordNamesTest {
  @ParameterizedTest
  @CsvSource({
    "VERSIONS#app, 000000000007, version app:7",
    "VERSIONS#app, $LATEST, version app:$LATEST",
    "VERSIONS#app, #, artifact app",
    "VERSIONS#app, idem#build of 7, idempotency key build of 7 of app",
    "UPLOADS#app, 01JG, upload 01JG of app",
    "STATES#app, 000000000007, state of version app:7",
    "STATES#app, 7, item STATES#app / 7",
    "ALIASES#app, LIVE, alias app:LIVE",
    "LEDGER#app, LIVE#000000000012, revision 12 in the ledger of app:LIVE",
    "LEDGER#app, LIVE#12, item LEDGER#app / LIVE#12",
    "LEDGER#app, LIVE, item LEDGER#app / LIVE",
    "VERSIONS#app, 7, item VERSIONS#app / 7",
    "VERSIONS#app, 0000000000007, item VERSIONS#app / 0000000000007",
    "elsewhere, x / y, item elsewhere / x / y"
  })
  void recordIsFoundByItsName(String partition, String sort, String record) {
    ItemKey key = new ItemKey(partition, sort);
    assertThat(RecordNames.describe(key)).isEqualTo(record);
    assertThat(RecordNames.parse(record)).isEqualTo(Optional.of(key));
  }
}
