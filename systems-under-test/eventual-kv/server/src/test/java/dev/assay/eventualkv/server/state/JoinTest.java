package dev.assay.eventualkv.server.state;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.assay.eventualkv.server.state.PnCounter.Tally;
import dev.assay.runtime.codec.Decoder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Joins of states: in any order, any number of times, the same; and as bytes the same again. */
class JoinTest {
  private static final List<String> NODES = List.of("n1", "n2", "n3");

  /** Makes a state of one's own from what a node has; the number is fresh. */
  private interface Update extends BiFunction<State, Integer, State> {}

  private static Update of(SplittableRandom random, String node, State kind) {
    return (state, fresh) ->
        switch (kind) {
          case Siblings k -> {
            Siblings s = (Siblings) state;
            VersionVector context = random.nextBoolean() ? s.seen() : VersionVector.EMPTY;
            Dot dot = new Dot(node, s.seen().join(context).of(node) + 1);
            yield s.write(dot, context, "v" + fresh, Set.of());
          }
          case LwwRegister k -> state.join(new LwwRegister(fresh, node, "v" + fresh), Set.of());
          case PnCounter k -> {
            PnCounter c = (PnCounter) state;
            yield c.with(node, c.of(node).plus(random.nextInt(-3, 4)));
          }
          case OrSet k -> {
            OrSet s = (OrSet) state;
            String element = "e" + random.nextInt(3);
            yield random.nextInt(3) == 0
                ? s.remove(element, s.seen())
                : s.add(new Dot(node, s.seen().of(node) + 1), element);
          }
        };
  }

  @Test
  void isASemilattice() {
    SplittableRandom random = new SplittableRandom(5);
    for (State kind : List.of(Siblings.EMPTY, LwwRegister.EMPTY, PnCounter.EMPTY, OrSet.EMPTY)) {
      for (int round = 0; round < 500; round++) {
        List<State> states = states(random, kind);
        State a = states.get(0);
        State b = states.get(1);
        State c = states.get(2);
        assertEquals(join(a, b), join(b, a));
        assertEquals(join(a, join(b, c)), join(join(a, b), c));
        assertEquals(a, join(a, a));
        assertEquals(join(a, b), join(join(a, b), b));
        assertEquals(a, Decoder.decode(a.toBytes(), State::decode));
      }
    }
  }

  /** What three nodes have after some updates and exchanges. */
  private static List<State> states(SplittableRandom random, State kind) {
    List<State> states = new ArrayList<>(List.of(kind, kind, kind));
    for (int step = 1; step < 12; step++) {
      int at = random.nextInt(3);
      int from = random.nextInt(3);
      State next =
          random.nextInt(3) == 0
              ? join(states.get(at), states.get(from))
              : of(random, NODES.get(at), kind).apply(states.get(at), step);
      states.set(at, next);
    }
    return states;
  }

  private static State join(State a, State b) {
    return a.join(b, Set.of());
  }

  /**
   * Preguiça et al. 2012, §2: two clients write through one node, neither having seen the other.
   */
  @Test
  void twoWritesThroughOneNodeAreSiblings() {
    Siblings first = Siblings.EMPTY.write(new Dot("n1", 1), VersionVector.EMPTY, "a", Set.of());
    Siblings both = first.write(new Dot("n1", 2), VersionVector.EMPTY, "b", Set.of());
    assertEquals(List.of("a", "b"), both.values());
    Siblings merged = both.write(new Dot("n2", 1), both.seen(), "c", Set.of());
    assertEquals(List.of("c"), merged.values());
    assertEquals(List.of("c"), ((Siblings) join(first, merged)).values());
  }

  /** Bieniusa et al. 2012, §2: add wins over a remove that has not seen it. */
  @Test
  void aRemoveTakesOnlyWhatItHasSeen() {
    OrSet one = OrSet.EMPTY.add(new Dot("n1", 1), "e");
    OrSet again = one.add(new Dot("n2", 1), "e");
    OrSet removed = one.remove("e", one.seen());
    assertEquals(Set.of("e"), ((OrSet) join(again, removed)).elements().keySet());
    assertEquals(Set.of(), ((OrSet) join(one, removed)).elements().keySet());
  }

  @Test
  void tooManyAdditionsAreNotLostSilently() {
    assertThrows(ArithmeticException.class, () -> new Tally(Long.MAX_VALUE, 0).plus(1));
  }

  @Test
  void statesOfDifferentKindsDoNotJoin() {
    assertThrows(IllegalArgumentException.class, () -> join(Siblings.EMPTY, LwwRegister.EMPTY));
  }

  @Test
  void tornBytesAreRefused() {
    byte[] bytes = OrSet.EMPTY.add(new Dot("n1", 1), "e").toBytes();
    for (int length = 0; length < bytes.length; length++) {
      byte[] torn = Arrays.copyOf(bytes, length);
      assertThrows(IllegalArgumentException.class, () -> Decoder.decode(torn, State::decode));
    }
  }
}
