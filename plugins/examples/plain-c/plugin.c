/* A source in plain C, without the C++ layer: it asks a (made-up) service for a file name, and takes the
 * answer's body for the game's name. */
#include <curateur/abi_source.h>

#include <string.h>

static cur_str text(const char *literal) {
  cur_str made;
  made.ptr = literal;
  made.len = strlen(literal);
  return made;
}

static cur_status fail(const cur_call *call, cur_status status, const char *message) {
  cur_error error;
  memset(&error, 0, sizeof error);
  error.struct_size = sizeof error;
  error.status = status;
  error.retry_after_ms = -1;
  error.retry_at_unix_ms = -1;
  error.offset = CUR_SIZE_UNKNOWN;
  error.message = text(message);
  call->fail(call, &error);
  return status;
}

static cur_status create(const cur_host *host, const cur_call *call, const cur_settings *settings,
                         cur_instance **out) {
  static int nothing; /* no state: any address will do */
  (void)host;
  (void)call;
  (void)settings;
  *out = (cur_instance *)(void *)&nothing;
  return CUR_OK;
}

static void destroy(cur_instance *instance) { (void)instance; }

static cur_status plan(cur_instance *instance, const cur_call *call, const cur_query *query,
                       const cur_results *out) {
  cur_request_spec spec;
  cur_param name;
  cur_request *request;
  (void)instance;
  if ((query->lookups & CUR_LOOKUP_FILE) == 0 || query->evidence == NULL || query->evidence[0] == NULL)
    return fail(call, CUR_UNSUPPORTED, "only file names can be asked for");
  memset(&spec, 0, sizeof spec);
  spec.struct_size = sizeof spec;
  spec.method = text("GET");
  spec.url = text("https://api.example.org/name");
  spec.cache_ttl_s = -1;
  spec.covers = CUR_LOOKUP_FILE;
  request = out->requests->request(out->requests, &spec);
  memset(&name, 0, sizeof name);
  name.struct_size = sizeof name;
  name.name = text("file");
  name.value = query->evidence[0]->name;
  out->requests->query(out->requests, request, &name);
  return CUR_OK;
}

static cur_status parse(cur_instance *instance, const cur_call *call, const cur_query *query,
                        const cur_exchange *answer, const cur_results *out) {
  cur_record_head head;
  cur_value name;
  cur_record *record;
  (void)instance;
  (void)query;
  if (answer->http_status == 404)
    return fail(call, CUR_NOT_FOUND, "no such game");
  if (answer->http_status != 200)
    return fail(call, CUR_TRANSIENT, "the service is not well");
  memset(&head, 0, sizeof head);
  head.struct_size = sizeof head;
  head.source_id = text("1");
  head.matched_by = CUR_LOOKUP_FILE;
  record = out->record(out, &head);
  memset(&name, 0, sizeof name);
  name.struct_size = sizeof name;
  name.field = text("name");
  name.text.ptr = (const char *)answer->body.ptr;
  name.text.len = answer->body.len;
  out->value(out, record, &name);
  return CUR_OK;
}

static const char *const fields[] = {"name", NULL};
static const char *const no_media[] = {NULL};
static const char *const origins[] = {"api.example.org", NULL};
static const cur_source_info info = {
    sizeof(cur_source_info), CUR_LOOKUP_FILE, 0, fields, no_media, origins, NULL, NULL, 1, 0, NULL,
};
static const cur_source table = {sizeof(cur_source), &info, plan, parse, NULL};
static const cur_component component = {
    sizeof(cur_component), CUR_KIND_SOURCE, "plain-c", "Plain C", "1.0", "Names by file name", "", "MIT",
    NULL, create, destroy, NULL, &table,
};
static const cur_component *const components[] = {&component, NULL};

CUR_EXPORT const cur_plugin curateur_plugin = {
    {'C', 'U', 'R', 'A', 'T', 'E', 'U', 'R'}, sizeof(cur_plugin), CUR_ABI_MAJOR, CUR_ABI_TARGET_MINOR,
    "sdk 0.1.0; C", NULL, NULL, components,
};
