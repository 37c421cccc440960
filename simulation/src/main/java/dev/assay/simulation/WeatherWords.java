package dev.assay.simulation;

import dev.assay.simulator.Weather;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** A weather as words {@code name=value}. */
final class WeatherWords {
  private WeatherWords() {}

  static String write(Weather weather) {
    Map<String, Object> words = new LinkedHashMap<>();
    words.put("delay-min-nanos", weather.delayMinNanos());
    words.put("delay-scale-nanos", weather.delayScaleNanos());
    words.put("slow-chance", weather.slowChance());
    words.put("slow-scale-nanos", weather.slowScaleNanos());
    words.put("loss-chance", weather.lossChance());
    words.put("duplicate-chance", weather.duplicateChance());
    words.put("ordered", weather.isOrdered());
    words.put("break-chance", weather.breakChance());
    words.put("sync-scale-nanos", weather.syncScaleNanos());
    words.put("drift-ppm-max", weather.driftPpmMax());
    words.put("offset-millis-max", weather.offsetMillisMax());
    return words.entrySet().stream()
        .map(each -> each.getKey() + "=" + each.getValue())
        .collect(Collectors.joining(" "));
  }

  static Weather read(String text) {
    Map<String, String> words = new LinkedHashMap<>();
    for (String word : text.strip().split(" +", -1)) {
      String[] sides = word.split("=", 2);
      if (sides.length != 2) {
        throw new IllegalArgumentException("expected name=value, found " + word);
      }
      words.put(sides[0], sides[1]);
    }
    return new Weather(
        Long.parseLong(word(words, "delay-min-nanos")),
        Long.parseLong(word(words, "delay-scale-nanos")),
        Double.parseDouble(word(words, "slow-chance")),
        Long.parseLong(word(words, "slow-scale-nanos")),
        Double.parseDouble(word(words, "loss-chance")),
        Double.parseDouble(word(words, "duplicate-chance")),
        Boolean.parseBoolean(word(words, "ordered")),
        Double.parseDouble(word(words, "break-chance")),
        Long.parseLong(word(words, "sync-scale-nanos")),
        Integer.parseInt(word(words, "drift-ppm-max")),
        Long.parseLong(word(words, "offset-millis-max")));
  }

  private static String word(Map<String, String> words, String name) {
    String value = words.get(name);
    if (value == null) {
      throw new IllegalArgumentException("the weather has no " + name);
    }
    return value;
  }
}
