package dev.assay.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class RngTest {
  @Test
  void sameSeedAndLabelGiveTheSameStreamWhateverWasDrawn() {
    Rng one = new Rng(7);
    Rng other = new Rng(7);
    other.nextLong();

    assertEquals(one.fork("election").nextLong(), other.fork("election").nextLong());
  }

  @Test
  void labelsAndSeedsGiveUnrelatedStreams() {
    assertNotEquals(new Rng(7).fork("a").nextLong(), new Rng(7).fork("b").nextLong());
    int ones = 0;
    for (int seed = 0; seed < 1000; seed++) {
      ones += new Rng(seed).fork("coin").nextInt(2);
    }
    int heads = ones;
    assertTrue(heads > 400 && heads < 600, () -> heads + " heads of 1000 neighbouring seeds");
  }
}
