// Clients of openapi-generator for Kotlin.
import atms.apis.AtmsUsersApi
import atms.models.AtmsUserDefinition
import atrium.apis.AtriumUsersApi
import atrium.models.AtriumUserInput
import atrium.models.AtriumUserRequestBody

/** The body of an error response. */
fun atriumFailure(call: () -> Unit): String {
    try {
        call()
    } catch (error: atrium.infrastructure.ClientException) {
        return (error.response as atrium.infrastructure.ClientError<*>).body.toString()
    }
    throw AssertionError("expected an error")
}

fun atmsFailure(call: () -> Unit): String {
    try {
        call()
    } catch (error: atms.infrastructure.ClientException) {
        return (error.response as atms.infrastructure.ClientError<*>).body.toString()
    }
    throw AssertionError("expected an error")
}

fun main(arguments: Array<String>) {
    val url = arguments[0]

    atrium.infrastructure.ApiClient.apiKey["MX-API-Key"] = "test-api-key"
    atrium.infrastructure.ApiClient.apiKey["MX-Client-ID"] = "test-client-id"
    val users = AtriumUsersApi(url)
    val page = users.atriumListUsers(2, 10)
    check(page.pagination.currentPage == 2 && page.users.size == 10)
    val body = AtriumUserRequestBody(AtriumUserInput(identifier = "generated"))
    val guid = users.atriumCreateUser(body).user.guid
    check("conflict" in atriumFailure { users.atriumCreateUser(body) })
    val disable = AtriumUserRequestBody(AtriumUserInput(isDisabled = true))
    check(users.atriumUpdateUser(guid, disable).user.isDisabled)
    users.atriumDeleteUser(guid)
    check("not_found" in atriumFailure { users.atriumReadUser(guid) })

    atms.infrastructure.ApiClient.apiKey["token"] = "test-token"
    val accounts = AtmsUsersApi(url)
    check(accounts.atmsListUsers().size == 260)
    val definition = AtmsUserDefinition("generated", "New", "Operators")
    accounts.atmsCreateUser(definition)
    check("already exists" in atmsFailure { accounts.atmsCreateUser(definition) })
    accounts.atmsUpdateUser("generated", definition.copy(displayName = "Newer"))
    accounts.atmsDisableUser("generated")
    val read = accounts.atmsReadUser("generated")
    check(read.displayName == "Newer" && read.isAccountDisabled)
    accounts.atmsDeleteUser("generated")
    check("was not found" in atmsFailure { accounts.atmsReadUser("generated") })
}
