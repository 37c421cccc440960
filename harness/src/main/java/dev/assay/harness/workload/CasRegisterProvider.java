package dev.assay.harness.workload;

/** Reads, writes and compare-and-sets of many registers. */
public final class CasRegisterProvider extends RegisterProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public CasRegisterProvider() {}

  @Override
  public String name() {
    return "cas-register";
  }

  @Override
  public String description() {
    return "read, write and compare-and-set many registers";
  }

  @Override
  String defaultMix() {
    return "read=1,write=2,cas=1";
  }
}
