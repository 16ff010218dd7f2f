import atms.api.AtmsUsersApi;
import atms.model.AtmsErrorBody;
import atms.model.AtmsUser;
import atms.model.AtmsUserDefinition;
import atrium.api.AtriumUsersApi;
import atrium.auth.ApiKeyAuth;
import atrium.model.AtriumErrorBody;
import atrium.model.AtriumUserInput;
import atrium.model.AtriumUserRequestBody;
import atrium.model.AtriumUsersResponseBody;

/** Clients of openapi-generator for Java. */
public class Scenario {
    interface Call {
        void run() throws Exception;
    }

    static void check(boolean ok, String what) {
        if (!ok) throw new AssertionError(what);
    }

    public static void main(String[] arguments) throws Exception {
        atrium(arguments[0]);
        atms(arguments[0]);
    }

    static void atrium(String url) throws Exception {
        atrium.ApiClient client = new atrium.ApiClient().setBasePath(url);
        ((ApiKeyAuth) client.getAuthentication("apiKey")).setApiKey("test-api-key");
        ((ApiKeyAuth) client.getAuthentication("clientId")).setApiKey("test-client-id");
        AtriumUsersApi users = new AtriumUsersApi(client);
        AtriumUsersResponseBody page = users.atriumListUsers(2, 10);
        check(page.getPagination().getCurrentPage() == 2 && page.getUsers().size() == 10, "page two");
        AtriumUserRequestBody body = new AtriumUserRequestBody().user(new AtriumUserInput().identifier("generated"));
        String guid = users.atriumCreateUser(body).getUser().getGuid();
        check(atriumStatus(() -> users.atriumCreateUser(body)).equals("conflict"), "a duplicate");
        AtriumUserRequestBody disable = new AtriumUserRequestBody().user(new AtriumUserInput().isDisabled(true));
        check(users.atriumUpdateUser(guid, disable).getUser().getIsDisabled(), "disabled");
        users.atriumDeleteUser(guid);
        check(atriumStatus(() -> users.atriumReadUser(guid)).equals("not_found"), "a deleted user");
    }

    static String atriumStatus(Call call) throws Exception {
        try {
            call.run();
        } catch (atrium.ApiException error) {
            return AtriumErrorBody.fromJson(error.getResponseBody()).getError().getStatus();
        }
        throw new AssertionError("expected an error");
    }

    static void atms(String url) throws Exception {
        atms.ApiClient client = new atms.ApiClient().setBasePath(url);
        client.setApiKey("test-token");
        AtmsUsersApi users = new AtmsUsersApi(client);
        check(users.atmsListUsers().size() == 260, "the list");
        AtmsUserDefinition definition =
                new AtmsUserDefinition().username("generated").displayName("New").userGroupName("Operators");
        users.atmsCreateUser(definition);
        check(atmsMessage(() -> users.atmsCreateUser(definition)).contains("already exists"), "a duplicate");
        users.atmsUpdateUser("generated", definition.displayName("Newer"));
        users.atmsDisableUser("generated");
        AtmsUser read = users.atmsReadUser("generated");
        check(read.getDisplayName().equals("Newer") && read.getIsAccountDisabled(), "the update");
        users.atmsDeleteUser("generated");
        check(atmsMessage(() -> users.atmsReadUser("generated")).contains("was not found"), "a deleted user");
    }

    static String atmsMessage(Call call) throws Exception {
        try {
            call.run();
        } catch (atms.ApiException error) {
            return AtmsErrorBody.fromJson(error.getResponseBody()).getMessage();
        }
        throw new AssertionError("expected an error");
    }
}
