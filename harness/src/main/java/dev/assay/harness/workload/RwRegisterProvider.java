package dev.assay.harness.workload;

/** Transactions that write registers and read them. */
public class RwRegisterProvider extends ListAppendProvider {
  /** Made by {@link java.util.ServiceLoader}. */
  public RwRegisterProvider() {}

  @Override
  public String name() {
    return "rw-register";
  }

  @Override
  public String description() {
    return "transactions that write unique values to registers and read them";
  }

  @Override
  String write() {
    return "w";
  }
}
