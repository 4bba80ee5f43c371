/* Components that lack something; each must be left out by name, and the whole one be used. */
#include <curateur/abi_output.h>
#include <curateur/abi_source.h>
#include <curateur/abi_validator.h>

static cur_status create(const cur_host *host, const cur_call *call, const cur_settings *settings,
                         cur_instance **out) {
  static int nothing;
  (void)host;
  (void)call;
  (void)settings;
  *out = (cur_instance *)(void *)&nothing;
  return CUR_OK;
}
static void destroy(cur_instance *instance) { (void)instance; }
static cur_status check(cur_instance *instance, const cur_call *call, const cur_subject *subject,
                        const cur_findings *out) {
  (void)instance;
  (void)call;
  (void)subject;
  (void)out;
  return CUR_OK;
}

static const cur_source_info source_info = {sizeof(cur_source_info), 0, 0, NULL, NULL, NULL, NULL, NULL, 0, 0, NULL};
static const cur_source no_plan = {sizeof(cur_source), &source_info, NULL, NULL, NULL};
static const cur_output no_info = {sizeof(cur_output), NULL, NULL, NULL, NULL, NULL, NULL};
static const cur_validator_info validator_info = {sizeof(cur_validator_info), NULL, NULL};
static const cur_validator whole = {sizeof(cur_validator), &validator_info, check};
static const cur_validator cut = {sizeof(cur_validator) - sizeof(void *), &validator_info, check};

#define COMPONENT(symbol, size, kind, id, make, table) \
  static const cur_component symbol = {size, kind, id, "", "1", "", "", "", NULL, make, destroy, NULL, table}

COMPONENT(a, sizeof(cur_component), CUR_KIND_VALIDATOR, "Bad Id", create, &whole);
COMPONENT(b, sizeof(cur_component), CUR_KIND_VALIDATOR, "no-create", NULL, &whole);
COMPONENT(c, sizeof(cur_component), CUR_KIND_VALIDATOR, "no-table", create, NULL);
COMPONENT(d, sizeof(cur_component), CUR_KIND_VALIDATOR, "short-table", create, &cut);
COMPONENT(e, sizeof(cur_component) - sizeof(void *), CUR_KIND_VALIDATOR, "short", create, &whole);
COMPONENT(f, sizeof(cur_component), CUR_KIND_SOURCE, "no-plan", create, &no_plan);
COMPONENT(g, sizeof(cur_component), CUR_KIND_OUTPUT, "no-description", create, &no_info);
COMPONENT(h, sizeof(cur_component), CUR_KIND_VALIDATOR, "whole", create, &whole);

static const cur_component *const components[] = {&a, &b, &c, &d, &e, &f, &g, &h, NULL};

CUR_EXPORT const cur_plugin curateur_plugin = {
    {'C', 'U', 'R', 'A', 'T', 'E', 'U', 'R'}, sizeof(cur_plugin), CUR_ABI_MAJOR, CUR_ABI_TARGET_MINOR,
    "C", NULL, NULL, components,
};
