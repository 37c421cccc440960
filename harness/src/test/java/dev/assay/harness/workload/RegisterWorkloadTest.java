package dev.assay.harness.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.assay.harness.Operation;
import dev.assay.harness.Outcome;
import dev.assay.harness.WorkloadProvider;
import dev.assay.harness.generator.Dispatcher;
import dev.assay.harness.generator.Dispatcher.Decision;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

class RegisterWorkloadTest {
  private static final WorkloadProvider REGISTER = new RegisterProvider();
  private static final WorkloadProvider CAS_REGISTER = new CasRegisterProvider();

  @Test
  void serviceLoaderFindsBoth() {
    Set<String> names =
        StreamSupport.stream(ServiceLoader.load(WorkloadProvider.class).spliterator(), false)
            .map(WorkloadProvider::name)
            .collect(Collectors.toSet());
    assertTrue(names.containsAll(Set.of("register", "cas-register")), names::toString);
  }

  @Test
  void everyKeyIsUsedForSoManyOperations() {
    Map<Object, Integer> uses = new HashMap<>();
    for (Operation operation : alone(REGISTER, Map.of("keys", "3", "ops-per-key", "20"), 1000)) {
      uses.merge(key(operation), 1, Integer::sum);
    }
    assertTrue(uses.values().stream().allMatch(count -> count <= 20), uses::toString);
    assertTrue(uses.values().stream().filter(count -> count == 20).count() >= 47);
    assertTrue(uses.containsKey(0L) && uses.containsKey(49L), uses::toString);
  }

  @Test
  void uniqueValuesAreUniqueForAKey() {
    Set<List<Object>> written = new HashSet<>();
    for (Operation operation : alone(CAS_REGISTER, Map.of("ops-per-key", "500"), 3000)) {
      if (operation.value() != null) {
        Object value =
            operation.value() instanceof List<?> fromTo
                ? Objects.requireNonNull(fromTo.get(1))
                : operation.value();
        assertTrue(written.add(List.of(key(operation), value)), operation::toString);
      }
    }
    assertTrue(written.size() > 1000);
  }

  @Test
  void casExpectsWhatTheRegisterHolds() {
    Map<Object, Object> registers = new HashMap<>();
    int hits = 0;
    int all = 0;
    for (Operation operation : alone(CAS_REGISTER, Map.of(), 2000)) {
      if (operation.value() instanceof List<?> fromTo) {
        all++;
        hits += Objects.equals(registers.get(key(operation)), fromTo.get(0)) ? 1 : 0;
        registers.put(key(operation), Objects.requireNonNull(fromTo.get(1)));
      } else if (operation.f().equals("write")) {
        registers.put(key(operation), Objects.requireNonNull(operation.value()));
      }
    }
    assertTrue(all > 300, "cas comes: " + all);
    assertEquals(all, hits, "alone, no cas ever expects the wrong value");
  }

  @Test
  void mixAndDistributionAreKept() {
    Map<String, String> options =
        Map.of("mix", "read=8,write=2,cas=0", "distribution", "zipf", "ops-per-key", "1000000");
    Map<Object, Integer> byKey = new HashMap<>();
    int reads = 0;
    for (Operation operation : alone(CAS_REGISTER, options, 5000)) {
      byKey.merge(key(operation), 1, Integer::sum);
      reads += operation.f().equals("read") ? 1 : 0;
      assertTrue(!operation.f().equals("cas"));
    }
    assertTrue(reads > 3800 && reads < 4200, "about 4000: " + reads);
    double ratio = (double) byKey.getOrDefault(0L, 0) / byKey.getOrDefault(9L, 1);
    assertTrue(ratio > 6 && ratio < 16, "about 10: " + byKey);
  }

  @Test
  void theLastHalfOfTheClientsOnlyReads() {
    Dispatcher dispatcher = new Dispatcher(CAS_REGISTER.create(Map.of(), 1).generator(), 10, 7);
    Set<Boolean> firstHalfReads = new HashSet<>();
    for (int i = 0; i < 400; i++) {
      int process = i % 30; // with successors of those that were retired
      Operation operation =
          assertInstanceOf(Decision.Begin.class, dispatcher.next(i, List.of(process))).operation();
      boolean reads = operation.f().equals("read");
      if (process % 10 < 5) {
        firstHalfReads.add(reads);
      } else {
        assertTrue(reads, operation::toString);
      }
    }
    assertEquals(Set.of(true, false), firstHalfReads);
    assertWrong(REGISTER, Map.of("readers", "half"), "option readers", "`half`");
  }

  @Test
  void fewValuesAreDrawnAgain() {
    Set<Object> values = new HashSet<>();
    for (Operation operation : alone(REGISTER, Map.of("values", "3"), 300)) {
      if (operation.value() != null) {
        values.add(operation.value());
      }
    }
    assertEquals(Set.of(0L, 1L, 2L), values);
  }

  @Test
  void sameSeedSameOperations() {
    assertEquals(alone(CAS_REGISTER, Map.of(), 500), alone(CAS_REGISTER, Map.of(), 500));
  }

  @Test
  void wrongOptionsAreNamed() {
    assertWrong(REGISTER, Map.of("kyes", "3"), "no option kyes", "keys, ops-per-key");
    assertWrong(REGISTER, Map.of("keys", "0"), "option keys", "a number from 1", "`0`");
    assertWrong(REGISTER, Map.of("keys", "many"), "`many`");
    assertWrong(REGISTER, Map.of("values", "-1"), "unique or a number");
    assertWrong(REGISTER, Map.of("distribution", "normal"), "uniform or zipf");
    assertWrong(REGISTER, Map.of("mix", "read=1,cas=1"), "of read, write", "`read=1,cas=1`");
    for (String mix : List.of("", "read", "read=x", "read=-1", "read=0", "read=1,read=1")) {
      assertWrong(CAS_REGISTER, Map.of("mix", mix), "option mix", "`" + mix + "`");
    }
  }

  private static void assertWrong(
      WorkloadProvider provider, Map<String, String> options, String... words) {
    IllegalArgumentException e =
        assertThrows(IllegalArgumentException.class, () -> provider.create(options, 1));
    for (String word : words) {
      assertTrue(String.valueOf(e.getMessage()).contains(word), e::getMessage);
    }
  }

  private static Object key(Operation operation) {
    return Objects.requireNonNull(operation.key());
  }

  /** What one process does, every operation of which is ok. */
  private static List<Operation> alone(
      WorkloadProvider provider, Map<String, String> options, int count) {
    Dispatcher dispatcher = new Dispatcher(provider.create(options, 1).generator(), 1, 7);
    Map<Object, Object> registers = new HashMap<>();
    List<Operation> operations = new ArrayList<>();
    for (long now = 0; operations.size() < count; now++) {
      if (!(dispatcher.next(now, List.of(0)) instanceof Decision.Begin begin)) {
        throw new AssertionError("it goes on for ever");
      }
      Operation operation = begin.operation();
      operations.add(operation);
      Object value = operation.value();
      if (value != null) {
        registers.put(
            key(operation),
            value instanceof List<?> fromTo ? Objects.requireNonNull(fromTo.get(1)) : value);
      }
      Object result = value == null ? registers.get(key(operation)) : value;
      dispatcher.ended(now, 0, operation, new Outcome.Ok(result));
    }
    return operations;
  }
}
